//! `functional-check-nan`: compiled code says where a NaN or an infinity comes from.
//!
//! After every op with a float result stands a test; where it fails, [`HELPER`] is called with the text of the
//! place and the value. Ops that differentiation emitted bear the primal op's place and the rule's name, so that the
//! first call for one of them names, in terms of the source, the derivative that went wrong, at any order.

use pullback_ir::{Attr, Builder, Location, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashMap;

/// The symbol of the function that is told: `void (const char *text, double value)`. The text is
/// `file<TAB>line<TAB>column<TAB>reasons`: "reverse of math.sin" and the like, the innermost last, separated by
/// `", "`; for an op of the primal program its name.
pub const HELPER: &str = "pullback_nonfinite";

/// Makes compiled code report each op that gives a NaN or an infinity; for debugging, as it costs speed.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-check-nan",
    on = "builtin.module",
    dialects = ["arith", "llvm", "scf"]
)]
pub struct CheckNan;

impl Pass for CheckNan {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        let Some(block) = module.regions().first().and_then(|region| region.first()) else {
            return Ok(());
        };
        let checked: Vec<_> = module
            .walk(WalkOrder::Pre)
            .into_iter()
            .filter(|op| matches!(op.dialect(), "arith" | "math") && !op.is_constant())
            .flat_map(Op::results)
            .filter(|value| value.ty().is_float())
            .collect();
        if checked.is_empty() {
            return Ok(());
        }
        let mut texts = Texts {
            top: Builder::at_start(block, Location::unknown(module.context())),
            known: HashMap::new(),
        };
        texts.declare_helper();
        root.count("values checked", checked.len() as u64);
        for value in checked {
            texts.check(value);
        }
        Ok(())
    }
}

/// The texts of places as constants of the module.
struct Texts<'a> {
    top: Builder<'a>,
    known: HashMap<String, String>,
}

impl<'a> Texts<'a> {
    fn declare_helper(&self) {
        let context = self.top.context();
        let ty = Type::parse(context, "!llvm.func<void (ptr, f64)>").expect("a type of LLVM's");
        self.top
            .op("llvm.func")
            .attr("sym_name", Attr::string(context, HELPER))
            .attr("function_type", Attr::of_type(ty))
            .results(&[])
            .regions(1)
            .build();
    }

    /// The symbol of a constant that holds the text and a final NUL.
    fn symbol(&mut self, text: String) -> String {
        if let Some(symbol) = self.known.get(&text) {
            return symbol.clone();
        }
        let context = self.top.context();
        let symbol = format!("{HELPER}${}", self.known.len());
        let bytes = format!("{text}\0");
        let ty = format!("!llvm.array<{} x i8>", bytes.len());
        let ty = Type::parse(context, &ty).expect("a type of LLVM's");
        let linkage = Attr::parse(context, "#llvm.linkage<internal>").expect("LLVM has it");
        self.top
            .op("llvm.mlir.global")
            .attr("sym_name", Attr::string(context, &symbol))
            .attr("global_type", Attr::of_type(ty))
            .attr("linkage", linkage)
            .attr("constant", Attr::unit(context))
            .attr("value", Attr::string(context, &bytes))
            .results(&[])
            .regions(1)
            .build();
        self.known.insert(text, symbol.clone());
        symbol
    }

    /// Behind the op that gives `value`: `if (!(value - value == 0)) helper(text, value)`.
    fn check(&mut self, value: Value<'a>) {
        let Some(op) = value.defining_op() else {
            return;
        };
        let symbol = self.symbol(place(op));
        let builder = Builder::after(op);
        let context = builder.context();
        let ty = value.ty();
        let difference = builder
            .op("arith.subf")
            .operands(&[value, value])
            .results(&[ty])
            .build()
            .result(0);
        let zero = builder.float(ty, 0.0);
        let bad = builder
            .op("arith.cmpf")
            .operands(&[difference, zero])
            .attr("predicate", Attr::int(Type::int(context, 64), UNEQUAL))
            .results(&[Type::int(context, 1)])
            .build()
            .result(0);
        let branch = builder
            .op("scf.if")
            .operands(&[bad])
            .results(&[])
            .regions(2)
            .build();
        let body = branch.region(0).append_block(&[], op.location());
        let inner = Builder::at_end(body, op.location());
        let pointer = inner
            .op("llvm.mlir.addressof")
            .attr("global_name", Attr::symbol(context, &symbol))
            .results(&[Type::parse(context, "!llvm.ptr").expect("a type of LLVM's")])
            .build()
            .result(0);
        let f64 = Type::f64(context);
        let wide = match ty.bit_width() {
            Some(64) => value,
            width => {
                let name = match width {
                    Some(..64) => "arith.extf",
                    _ => "arith.truncf",
                };
                let op = inner.op(name).operands(&[value]).results(&[f64]);
                op.build().result(0)
            }
        };
        inner
            .op("llvm.call")
            .operands(&[pointer, wide])
            .attr("callee", Attr::symbol(context, HELPER))
            .attr("operandSegmentSizes", segments(&builder, 2))
            .attr("op_bundle_sizes", segments_of(&builder, &[]))
            .results(&[])
            .build();
        inner.op("scf.yield").results(&[]).build();
    }
}

/// `arith.cmpf une`: also true of a NaN.
const UNEQUAL: i64 = 13;

/// Segment sizes of `llvm.call`: so many arguments, no operand bundles.
fn segments<'a>(builder: &Builder<'a>, arguments: i32) -> Attr<'a> {
    segments_of(builder, &[arguments, 0])
}

fn segments_of<'a>(builder: &Builder<'a>, sizes: &[i32]) -> Attr<'a> {
    let sizes: Vec<_> = sizes.iter().map(i32::to_string).collect();
    let list = match sizes.is_empty() {
        true => "array<i32>".to_owned(),
        false => format!("array<i32: {}>", sizes.join(", ")),
    };
    Attr::parse(builder.context(), &list).expect("a builtin attribute")
}

/// The text of an op's place and of what the op is for.
fn place(op: Op<'_>) -> String {
    let location = op.location();
    let (file, line, column) = location.file_line_column().unwrap_or_default();
    let mut reasons = location.metadata_texts().join(", ");
    if reasons.is_empty() {
        reasons = op.name().to_owned();
    }
    format!("{file}\t{line}\t{column}\t{reasons}").replace('\0', " ")
}
