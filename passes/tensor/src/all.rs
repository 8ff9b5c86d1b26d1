//! `nd-lower-arrays`.

use pullback_ir::{Op, Type, WalkOrder};
use pullback_pass::{CANONICALIZE, Error, Pass, Root};

/// Arrays to loops over memory of the arena. Nothing happens where there are none.
//
// `memref` and `vector` are there before any pass runs, for `convert-to-llvm` asks then which dialects there are.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "nd-lower-arrays", on = "builtin.module", dialects = ["memref", "vector"])]
pub struct LowerArrays;

/// What is done. Element-wise ops are converted before the first simplification, which makes of a branch an `arith.select` of whole
/// arrays.
const STEPS: &str = "linalg-generalize-named-ops,\
    nd-to-linalg,\
    convert-elementwise-to-linalg,\
    canonicalize,\
    cse,\
    linalg-fuse-elementwise-ops,\
    nd-fuse-loops,\
    linalg-fuse-elementwise-ops,\
    canonicalize,\
    cse,\
    nd-lower-boundaries,\
    one-shot-bufferize{allow-return-allocs-from-loops=true},\
    canonicalize,\
    cse,\
    nd-lower-memory,\
    nd-lower-products,\
    nd-lower-nests,\
    convert-linalg-to-loops,\
    expand-strided-metadata,\
    lower-affine";

impl Pass for LowerArrays {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        if !root
            .op()
            .walk(WalkOrder::Pre)
            .into_iter()
            .any(touches_arrays)
        {
            return Ok(());
        }
        load(root);
        // Bufferization knows structured control flow.
        if root.op().functions().into_iter().any(has_branches) {
            root.run_pipeline("lift-cf-to-scf")?;
        }
        root.run_pipeline(&STEPS.replace("canonicalize", CANONICALIZE))
    }
}

fn has_branches(function: Op<'_>) -> bool {
    function.region(0).blocks().len() > 1
}

/// Loads the dialects of which the steps make ops. Modules without arrays, which are many, do without.
pub(crate) fn load(root: &Root<'_>) {
    for dialect in [
        "affine",
        "arith",
        "bufferization",
        "cf",
        "func",
        "linalg",
        "llvm",
        "math",
        "memref",
        "scf",
        "tensor",
        "vector",
    ] {
        root.context().load(dialect);
    }
}

fn touches_arrays(op: Op<'_>) -> bool {
    let in_signature = || {
        let (inputs, results) = op.function_type().unwrap_or_default();
        inputs.into_iter().chain(results).any(Type::is_array)
    };
    op.result_types().into_iter().any(Type::is_array) || (op.is("func.func") && in_signature())
}
