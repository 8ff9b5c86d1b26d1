//! From first-order functions to the LLVM dialect.
//!
//! Passes of ours and upstream's conversions, in one pipeline ([`TO_LLVM`]):
//!
//! - `functional-erase-rules` removes custom rules and `stop_gradient`, which only differentiation reads;
//! - `functional-check-lowerable` says, at the op, what cannot run and what to do about it;
//! - `nd-block-maps`, of the crate `pullback-arrays`, makes vectors of functions over elements that hold loops;
//! - `functional-lower-data` makes data types pointers and stacks buffers, in an arena;
//! - `functional-lower-tuples` makes every tuple its leaves, in order;
//! - `nd-lower-arrays`, of the crate `pullback-arrays`, makes arrays memory and loops;
//! - `functional-share-powers` makes the power of a derivative from that of the primal;
//! - `functional-expand-math` writes the arithmetic that upstream has no path for in ops that it has;
//! - `functional-lower-invariants` keeps what a recursion passes on unchanged in memory;
//! - `functional-lower-signatures` passes many arguments and results through memory;
//! - `functional-outline`, at the end, cuts long blocks into functions.
//!
//! Another, `functional-check-nan`, is for debugging: compiled code reports what is not finite. `functional-tape-report`
//! says what reverse mode keeps.
//!
//! ```
//! let registry = pullback_ir::Registry::upstream();
//! registry.add(pullback_functional::register);
//! let context = pullback_ir::Context::new(&registry);
//! pullback_lower::register();
//!
//! let text = "func.func @swap(%t: tuple<f64, i1>) -> tuple<i1, f64> {
//!   %x = functional.get %t[0] : tuple<f64, i1>
//!   %b = functional.get %t[1] : tuple<f64, i1>
//!   %u = functional.tuple %b, %x : i1, f64
//!   return %u : tuple<i1, f64>
//! }";
//! let mut module = pullback_ir::Module::parse(&context, text, "swap.mlir").unwrap();
//! pullback_pass::run_pipeline(&mut module, pullback_lower::TO_LLVM).unwrap();
//! assert!(module.to_string().contains("llvm.func @swap(%arg0: f64, %arg1: i1)"));
//! ```
//!
//! **Architecture invariant:** a module that passes the check lowers; what cannot is refused before
//! anything is changed, in terms of the source.

mod callers;
mod check;
mod check_nan;
mod data;
mod erase_rules;
mod expand_math;
mod fuse_sincos;
mod invariants;
mod outline;
mod share_powers;
mod signatures;
mod slot;
mod tape;
mod tuples;

pub use check::CheckLowerable;
pub use check_nan::{CheckNan, HELPER as NONFINITE_HELPER};
pub use data::LowerData;
pub use erase_rules::EraseRules;
pub use expand_math::ExpandMath;
pub use fuse_sincos::FuseSincos;
pub use invariants::LowerInvariants;
pub use outline::Outline;
pub use share_powers::SharePowers;
pub use signatures::LowerSignatures;
pub use tape::TapeReport;
pub use tuples::LowerTuples;

/// The pipeline from first-order functions to the LLVM dialect, on `builtin.module`. Private functions
/// that nothing names vanish first, so that they need not be lowerable.
///
/// With `functional-fuse-sincos` a sine and a cosine of one value, as a derivative has them, cost one call.
///
/// Order matters in three places: `convert-math-to-funcs` comes after our expansion, which leaves it
/// the integer powers (by squaring, in functions that it adds); intrinsics of LLVM are preferred to
/// libm's functions, for LLVM knows what they mean; `convert-to-llvm`, one walk for all dialects that are left, comes
/// after what makes blocks. It has `math` too, but with a `log1p` that is less exact.
pub const TO_LLVM: &str = "functional-erase-rules,\
    symbol-dce,\
    functional-check-lowerable,\
    nd-block-maps,\
    functional-lower-data,\
    functional-lower-tuples,\
    nd-lower-arrays,\
    functional-share-powers,\
    functional-expand-math,\
    functional-fuse-sincos,\
    functional-lower-invariants,\
    functional-lower-signatures,\
    convert-math-to-funcs{convert-ctlz=false min-width-of-fpowi-exponent=33},\
    convert-scf-to-cf,\
    convert-math-to-llvm{approximate-log1p=false},\
    convert-math-to-libm,\
    convert-to-llvm{allow-pattern-rollback=false},\
    reconcile-unrealized-casts,\
    functional-outline";

/// [`TO_LLVM`] with [`CheckNan`] where everything is scalars and `arith`, `math` and `scf` are not lowered yet.
pub fn to_llvm_checking_nan() -> String {
    let last = "functional-expand-math,";
    TO_LLVM.replacen("nd-block-maps,", "", 1).replacen(
        last,
        &format!("{last}functional-check-nan,"),
        1,
    )
}

/// Puts the passes, the pipeline `functional-to-llvm` and upstream's passes into MLIR's registry.
pub fn register() {
    pullback_arrays::register();
    pullback_pass::register::<CheckLowerable>();
    pullback_pass::register::<CheckNan>();
    pullback_pass::register::<TapeReport>();
    pullback_pass::register::<EraseRules>();
    pullback_pass::register::<ExpandMath>();
    pullback_pass::register::<FuseSincos>();
    pullback_pass::register::<LowerData>();
    pullback_pass::register::<LowerTuples>();
    pullback_pass::register::<LowerInvariants>();
    pullback_pass::register::<LowerSignatures>();
    pullback_pass::register::<Outline>();
    pullback_pass::register::<SharePowers>();
    pullback_pass::register_pipeline(
        "functional-to-llvm",
        "From first-order functions to the LLVM dialect",
        TO_LLVM,
    );
}
