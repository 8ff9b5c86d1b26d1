//! `functional-erase-rules`.

use pullback_functional::ops::{CUSTOM_JVP, CUSTOM_VJP, STOP_GRADIENT};
use pullback_ir::WalkOrder;
use pullback_pass::{Error, Pass, Root};

/// Removes what only differentiation reads: custom rules of functions, and stop_gradient.
///
/// To be run after the last derivative is taken: a function with a rule is an ordinary one from then on, which may be
/// inlined, and the rule itself goes where nothing else names it.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-erase-rules",
    on = "builtin.module",
    reads = "symbol"
)]
pub struct EraseRules;

impl Pass for EraseRules {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let (mut rules, mut stops) = (0, 0);
        for op in root.op().walk(WalkOrder::Pre) {
            for rule in [CUSTOM_VJP, CUSTOM_JVP] {
                rules += u64::from(op.remove_attr(rule));
            }
            // Where dominance does not hold a value may stand for itself.
            if op.is(STOP_GRADIENT) && op.operand(0) != op.result(0) {
                op.replace_with(&op.operands());
                stops += 1;
            }
        }
        root.count("rules erased", rules);
        root.count("stops erased", stops);
        Ok(())
    }
}
