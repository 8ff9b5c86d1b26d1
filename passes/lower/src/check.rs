//! `functional-check-lowerable`.

use pullback_functional::{is_data_type, is_fn_type, ops, stack_elements};
use pullback_ir::{Attr, FloatKind, Op, Severity, Type, WalkOrder, emit};
use pullback_pass::{Error, Pass, Root};
use std::collections::{HashMap, HashSet};

/// Reports, at the op, what cannot run and what to do about it.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-check-lowerable", on = "builtin.module")]
pub struct CheckLowerable;

/// How many problems are reported; more say nothing new.
const ENOUGH: usize = 20;

impl Pass for CheckLowerable {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let all = root.op().walk(WalkOrder::Pre);
        let functions: HashMap<&str, Op<'_>> = all
            .iter()
            .filter(|op| op.is("func.func"))
            .filter_map(|&op| Some((op.symbol_name()?, op)))
            .collect();
        let called: HashSet<&str> = all.iter().filter_map(|&op| callee(op)).collect();
        let problems: Vec<_> = all
            .iter()
            .filter_map(|&op| Some((op, problem(op, &functions, &called)?)))
            .collect();
        for (op, message) in problems.iter().take(ENOUGH) {
            emit(Severity::Error, op.location(), message, &[]);
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::reported())
        }
    }
}

fn callee(op: Op<'_>) -> Option<&str> {
    op.is("func.call").then(|| op.attr("callee")?.as_symbol())?
}

/// What is wrong with an op (not with what its regions hold).
fn problem(
    op: Op<'_>,
    functions: &HashMap<&str, Op<'_>>,
    called: &HashSet<&str>,
) -> Option<String> {
    wrong_op(op)
        .or_else(|| wrong_call(op, functions))
        .or_else(|| wrong_function(op, called))
        .or_else(|| wrong_data(op))
        .or_else(|| wrong_value(op))
}

/// The most constructors of a data type: a value without fields is the number of its constructor, and no address is as small.
const CONSTRUCTORS: usize = 1 << 16;

/// What the values of a declared data type hold.
fn wrong_data(op: Op<'_>) -> Option<String> {
    if !op.is(ops::DATA) {
        return None;
    }
    let constructors = op.attr(ops::FIELDS)?.as_array()?;
    if constructors.len() > CONSTRUCTORS {
        return Some(format!(
            "`{}` @{} has {} constructors, and {CONSTRUCTORS} can be told apart; use an integer in the place of some",
            op.name(),
            op.symbol_name().unwrap_or_default(),
            constructors.len()
        ));
    }
    constructors
        .into_iter()
        .filter_map(Attr::as_type)
        .find_map(|fields| wrong_type(op, fields))
}

/// The ops of `tensor` that lower.
const TENSOR: [&str; 17] = [
    "tensor.cast",
    "tensor.collapse_shape",
    "tensor.concat",
    "tensor.dim",
    "tensor.empty",
    "tensor.expand_shape",
    "tensor.extract",
    "tensor.extract_slice",
    "tensor.from_elements",
    "tensor.generate",
    "tensor.insert",
    "tensor.insert_slice",
    "tensor.pad",
    "tensor.rank",
    "tensor.reshape",
    "tensor.splat",
    "tensor.yield",
];

/// The ops that lower, whatever their types.
fn wrong_op(op: Op<'_>) -> Option<String> {
    let name = op.name();
    if ops::DERIVATIVES.contains(&name) {
        return Some(format!(
            "`{name}` is left, for what it differentiates is not known before the program runs; \
             run `functional-differentiate` first, and apply the derivative to functions of this module"
        ));
    }
    match name {
        "builtin.module"
        | "func.func"
        | "func.call"
        | "func.return"
        | ops::TUPLE
        | ops::GET
        | ops::DATA
        | ops::CONSTRUCT
        | ops::MATCH
        | ops::YIELD
        | ops::STACK
        | ops::PUSH
        | ops::POP
        | ops::ZERO
        | ops::ADD
        | "scf.if"
        | "scf.for"
        | "scf.while"
        | "scf.index_switch"
        | "scf.execute_region"
        | "scf.yield"
        | "scf.condition" => None,
        ops::LAMBDA | ops::LETREC | ops::REF | ops::APPLY | ops::PARTIAL | ops::RETURN => {
            Some(format!(
                "`{name}` is left, and function values cannot run; \
                 run `functional-simplify` and `functional-defunctionalize` first"
            ))
        }
        "cf.assert" => Some(
            "`cf.assert` would end the process that runs the code; return a flag instead".into(),
        ),
        _ => match op.dialect() {
            "arith" | "math" | "cf" | "ub" | "index" | "llvm" => None,
            "nd" | "linalg" => None,
            "tensor" if TENSOR.contains(&name) => None,
            dialect => Some(format!(
                "`{name}` cannot run, for there is no lowering of the dialect `{dialect}` to machine code; \
                 use `arith`, `math`, `scf`, `func` and `nd`"
            )),
        },
    }
}

fn wrong_call(op: Op<'_>, functions: &HashMap<&str, Op<'_>>) -> Option<String> {
    let callee = callee(op)?;
    let is_declaration = functions
        .get(callee)?
        .regions()
        .iter()
        .all(|body| body.is_empty());
    is_declaration.then(|| {
        format!(
            "`func.call` calls @{callee}, which is declared without a body and so cannot run; \
             define @{callee} in this module"
        )
    })
}

/// Functions of libm that code for `arith` and `math` calls, or that LLVM makes of such calls.
const LIBM: [&str; 44] = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "ceil",
    "copysign",
    "cos",
    "cosh",
    "erf",
    "erfc",
    "exp",
    "exp10",
    "exp2",
    "expm1",
    "fabs",
    "floor",
    "fma",
    "fmax",
    "fmaximum",
    "fmin",
    "fminimum",
    "fmod",
    "ldexp",
    "log",
    "log10",
    "log1p",
    "log2",
    "nearbyint",
    "pow",
    "rint",
    "round",
    "roundeven",
    "sin",
    "sincos",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "tgamma",
    "trunc",
];

fn wrong_function(op: Op<'_>, called: &HashSet<&str>) -> Option<String> {
    if !op.is("func.func") {
        return None;
    }
    let name = op.symbol_name()?;
    let base = |suffix| name.strip_suffix(suffix).unwrap_or(name);
    if name == crate::data::ARENA {
        return Some(format!(
            "`func.func` @{name} has the name of the memory for data and tapes; rename it"
        ));
    }
    if LIBM.contains(&name) || LIBM.contains(&base('f')) {
        return Some(format!(
            "`func.func` @{name} has the name of a function of the C library, which `math` ops call; \
             rename it"
        ));
    }
    let is_declaration = op.regions().iter().all(|body| body.is_empty());
    if is_declaration && !called.contains(name) {
        return Some(format!(
            "`func.func` @{name} has no body and so cannot run; define it or remove it"
        ));
    }
    let (inputs, results) = op.function_type()?;
    inputs
        .into_iter()
        .chain(results)
        .find_map(|ty| wrong_type(op, ty))
}

/// The types of what an op defines; those of its operands were looked at where they are defined.
fn wrong_value(op: Op<'_>) -> Option<String> {
    let is_function = op.is("func.func");
    let arguments = op
        .regions()
        .into_iter()
        .flat_map(|region| region.blocks())
        // The entry block's arguments are in the function's type.
        .skip(usize::from(is_function))
        .flat_map(|block| block.args());
    op.results()
        .into_iter()
        .chain(arguments)
        .find_map(|value| wrong_type(op, value.ty()))
}

fn wrong_type(op: Op<'_>, ty: Type<'_>) -> Option<String> {
    crate::tuples::leaves(ty)
        .into_iter()
        .find_map(|leaf| wrong_leaf(op, leaf))
}

fn wrong_leaf(op: Op<'_>, ty: Type<'_>) -> Option<String> {
    let name = match op.symbol_name() {
        Some(symbol) => format!("`{}` @{symbol}", op.name()),
        None => format!("`{}`", op.name()),
    };
    if ty.is_index() || op.dialect() == "llvm" {
        return None;
    }
    if ty.is_integer() {
        let is_signless = ty.to_string().starts_with('i');
        return (!is_signless).then(|| {
            format!("{name} has a value of type {ty}, and arithmetic knows no sign in a type; use a type such as `i32`")
        });
    }
    if ty.float_kind() == Some(FloatKind::Other) {
        return Some(format!(
            "{name} has a value of type {ty}, and running {ty} is not supported; use f64"
        ));
    }
    if ty.is_float() || is_data_type(ty) {
        return None;
    }
    if ty.is_array() {
        return wrong_leaf(op, ty.element());
    }
    if let Some(elements) = stack_elements(ty) {
        return elements.into_iter().find_map(|ty| wrong_type(op, ty));
    }
    if is_fn_type(ty.to_melior()) {
        return Some(format!(
            "{name} has a function value of type {ty}, which cannot run by itself; \
             call it from a function that gives a lambda or a `functional.ref`, and make it private"
        ));
    }
    Some(format!(
        "{name} has a value of type {ty}, and running such values is not supported; use integers, floats, and tuples, arrays and data types of them"
    ))
}
