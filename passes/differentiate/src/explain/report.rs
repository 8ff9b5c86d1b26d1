//! What is said about a function.

use super::{
    flow::Dependence,
    parts::{Component, components},
    summary::Summaries,
};
use crate::rules::{Rule, rule};
use pullback_ir::{Location, Op, Severity, Type, emit};

/// Further ops that cut a derivative are counted, not named.
const MOST_NOTES: usize = 7;

/// An argument or a result, or a part of one.
struct Named<'a> {
    name: String,
    component: Component<'a>,
}

/// Says what the results of `entry` depend on, and where their derivatives end.
pub fn remark<'a>(entry: Op<'a>, summaries: &Summaries<'a>) {
    let (Some((inputs, results)), Some(summary)) =
        (entry.function_type(), summaries.function(entry))
    else {
        return;
    };
    let symbol = entry.symbol_name().unwrap_or_default();
    let arguments = named("argument", &inputs);
    for (result, of) in named("result", &results).into_iter().enumerate() {
        let (mut on, mut not_on) = (Vec::new(), Vec::new());
        for (index, argument) in arguments.iter().enumerate() {
            match summary.dependence(index, result) {
                Some(_) => on.push(argument.name.as_str()),
                None => not_on.push(argument.name.as_str()),
            }
        }
        let said = match (on.is_empty(), not_on.is_empty()) {
            (_, true) => format!("depends on {}", list(&on, "and")),
            (true, _) => "depends on no argument".to_owned(),
            (false, false) => format!(
                "depends on {}, and not on {}",
                list(&on, "and"),
                list(&not_on, "or")
            ),
        };
        let name = &of.name;
        emit(
            Severity::Remark,
            entry.location(),
            &format!("{name} of @{symbol} {said}"),
            &[],
        );
        if !of.component.is_differentiable() {
            continue;
        }
        for (index, argument) in arguments.iter().enumerate() {
            if argument.component.is_differentiable()
                && let Some(Dependence::Cut(ops)) = summary.dependence(index, result)
                && let [first, others @ ..] = &**ops
            {
                cut(name, &argument.name, *first, others);
            }
        }
    }
}

/// Says that no derivative flows from an argument to a result.
fn cut(result: &str, argument: &str, first: Op<'_>, others: &[Op<'_>]) {
    let (zero, reason) = why(first);
    let message = match zero {
        true => format!("the derivative of {result} by {argument} is zero: {reason}"),
        false => format!("there is no derivative of {result} by {argument}: {reason}"),
    };
    let note = |op: &Op<'_>| format!("and {}", why(*op).1);
    let mut notes: Vec<(Location<'_>, String)> = others
        .iter()
        .take(MOST_NOTES)
        .map(|op| (op.location(), note(op)))
        .collect();
    if let Some(more) = others.get(MOST_NOTES) {
        let count = others.len() - MOST_NOTES;
        notes.push((more.location(), format!("and {count} more operations")));
    }
    emit(Severity::Remark, first.location(), &message, &notes);
}

/// Whether the derivative is zero at an op, and what to say about it.
fn why(op: Op<'_>) -> (bool, String) {
    let name = op.name();
    match rule(name) {
        _ if op.is("func.func") => {
            let symbol = op.symbol_name().unwrap_or_default();
            (
                false,
                format!("the external function @{symbol} has no rule"),
            )
        }
        Some(Rule::Unsupported(reason)) => (false, format!("'{name}' has none: {reason}")),
        None => (false, format!("there is no rule for '{name}'")),
        Some(_) => (true, format!("'{name}' cuts it here")),
    }
}

/// The parts of arguments or results, with names: `argument 1`, `argument 1[0]` for a field of a tuple.
fn named<'a>(kind: &str, types: &[Type<'a>]) -> Vec<Named<'a>> {
    let mut all = Vec::new();
    for (index, &ty) in types.iter().enumerate() {
        for component in components(ty) {
            let path: String = component.path.iter().map(|i| format!("[{i}]")).collect();
            all.push(Named {
                name: format!("{kind} {index}{path}"),
                component,
            });
        }
    }
    all
}

/// `a, b and c`.
fn list(names: &[&str], word: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}
