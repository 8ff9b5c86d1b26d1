//! Every op of the dialects has a rule, or a written reason why not.

use pullback_differentiate::rules::{Rule, rule, table};
use pullback_ir::Context;

#[test]
fn every_op_of_scalars_arrays_and_functions_has_a_row() {
    let context = Context::new(&pullback_passes::registry());
    let missing: Vec<String> = ["arith", "math", "functional", "nd", "tensor"]
        .into_iter()
        .flat_map(|dialect| context.registered_ops(dialect))
        .filter(|op| rule(op).is_none())
        .collect();
    assert!(missing.is_empty(), "ops without a row: {missing:?}");
}

#[test]
fn every_row_is_of_a_registered_op() {
    let context = Context::new(&pullback_passes::registry());
    let dialects = [
        "arith",
        "math",
        "functional",
        "func",
        "scf",
        "ub",
        "index",
        "nd",
        "tensor",
    ];
    let known: Vec<String> = dialects
        .into_iter()
        .flat_map(|dialect| context.registered_ops(dialect))
        .collect();
    let stale: Vec<&&str> = table()
        .keys()
        .filter(|op| !known.iter().any(|name| name == **op))
        .collect();
    assert!(stale.is_empty(), "rows of unknown ops: {stale:?}");
}

#[test]
fn refusals_say_why() {
    for (op, rule) in table() {
        if let Rule::Unsupported(why) | Rule::Eliminated(why) = rule {
            assert!(why.len() > 20, "{op}: {why}");
        }
    }
}
