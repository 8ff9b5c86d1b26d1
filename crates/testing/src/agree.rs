//! Whether passes keep what programs compute.

use crate::{
    Opt,
    interpret::{ErrorKind, Head, Limits, Program, Type, Value},
};
use pullback_ir::{Context, Module, with_deep_stack};
use pullback_pass::run_pipeline;

/// A call of a function with floats.
#[derive(Clone, Debug)]
pub struct Call {
    /// The function.
    pub function: String,
    /// Its arguments.
    pub arguments: Vec<f64>,
}

/// How far a float after a pass may be off, by its size or by one, whichever is more.
const TOLERANCE: f64 = 1e-9;

/// Runs a pipeline pass by pass, and interprets the calls before it and after each pass. The error says after
/// which pass which call gives something else.
///
/// Derivative operators that are not expanded yet are evaluated by differences, for which the numbers are
/// double-double. A call that has no value before may have any afterwards; one whose function has kinks
/// there is left out.
pub fn agrees_after_each_pass(
    opt: &Opt,
    input: &str,
    pipeline: &str,
    calls: &[Call],
) -> Result<(), String> {
    (opt.register)();
    let registry = opt.registry;
    with_deep_stack(move || {
        let context = Context::new(&registry());
        let mut module =
            Module::parse(&context, input, "input.mlir").map_err(|error| error.to_string())?;
        let before: Vec<_> = calls.iter().map(|call| run(&module, call)).collect();
        for pass in passes(pipeline) {
            run_pipeline(&mut module, pass).map_err(|error| format!("`{pass}` fails: {error}"))?;
            for (call, before) in calls.iter().zip(&before) {
                let Ok(before) = before else { continue };
                let shown = || format!("@{}({:?})", call.function, call.arguments);
                match run(&module, call) {
                    Ok(after) if is_close(before, &after) => {}
                    Ok(after) => {
                        return Err(format!(
                            "{} is {before:?}, and {after:?} after `{pass}`\n{module}",
                            shown()
                        ));
                    }
                    Err((ErrorKind::NotSmooth | ErrorKind::Limit, _)) => {}
                    Err((_, error)) => {
                        return Err(format!("{} after `{pass}`: {error}\n{module}", shown()));
                    }
                }
            }
        }
        Ok(())
    })
}

/// The passes of a pipeline, split at the commas that no parenthesis or brace holds.
pub fn passes(pipeline: &str) -> Vec<&str> {
    let (mut depth, mut start, mut passes) = (0, 0, vec![]);
    for (at, letter) in pipeline.char_indices() {
        match letter {
            '(' | '{' => depth += 1,
            ')' | '}' => depth -= 1,
            ',' if depth == 0 => {
                passes.push(&pipeline[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    passes.push(&pipeline[start..]);
    passes.retain(|pass| !pass.is_empty());
    passes
}

/// The floats and integers of the results, `None` for poison.
fn run(module: &Module<'_>, call: &Call) -> Result<Vec<Option<f64>>, (ErrorKind, String)> {
    let program = Program::new(module);
    let limits = Limits {
        differences: true,
        steps: 20_000_000,
        ..Limits::default()
    };
    let arguments = call
        .arguments
        .iter()
        .map(|&x| Value::Float(crate::number::DoubleDouble::from(x)));
    let results = program
        .call(&call.function, arguments.collect(), limits)
        .map_err(|error| (error.kind, error.to_string()))?;
    let types = program
        .signature(&call.function)
        .map(|(_, results)| results.to_vec())
        .unwrap_or_default();
    let mut found = vec![];
    let mut pending: Vec<_> = results
        .iter()
        .zip(&types)
        .rev()
        .map(|(value, ty)| (value, Some(ty)))
        .collect();
    while let Some((value, ty)) = pending.pop() {
        match (value, ty) {
            (Value::Poison, _) => found.push(None),
            (Value::Int(bits), _) => found.push(Some(*bits as f64)),
            (Value::Float(x), _) => found.push(Some(x.hi)),
            (Value::Array(array), _) => {
                pending.extend(array.elements.iter().rev().map(|element| (element, None)));
            }
            (Value::Node(node), _) if matches!(node.head, Head::Tuple | Head::Constructor(_)) => {
                if let Head::Constructor(index) = node.head {
                    found.push(Some(index as f64));
                }
                let fields = match ty {
                    Some(Type::Tuple(fields)) => fields.iter().map(Some).collect(),
                    _ => vec![None; node.fields.len()],
                };
                pending.extend(node.fields.iter().zip(fields).rev());
            }
            // Functions have other forms after a pass.
            _ => {}
        }
    }
    Ok(found)
}

fn is_close(before: &[Option<f64>], after: &[Option<f64>]) -> bool {
    let close = |(before, after): (&Option<f64>, &Option<f64>)| match (before, after) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(a), Some(b)) => {
            a == b
                || a.is_nan() && b.is_nan()
                || (a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1.0)
        }
    };
    before.len() == after.len() && before.iter().zip(after).all(close)
}
