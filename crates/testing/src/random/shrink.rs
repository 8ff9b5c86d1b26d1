//! Makes a failing program small.

use crate::Opt;
use pullback_ir::{Attr, Builder, Context, Module, Op, Type, Value, WalkOrder, with_deep_stack};

/// What may be done to one op.
const EDITS: usize = 5;

/// The smallest program that can be reached by taking ops and functions away, or by putting operands and constants in
/// their place, while it still fails. `fails` gets valid programs only.
pub fn shrink(opt: &Opt, text: &str, fails: impl Fn(&str) -> bool) -> String {
    let mut best = text.to_owned();
    loop {
        let before = best.clone();
        let mut number = 0;
        // From the end, as what is used is made before.
        while let Some(count) = op_count(opt, &best).filter(|&count| number < count) {
            let at = count - 1 - number;
            let smaller = (0..EDITS).find_map(|edit| {
                let edited = edited(opt, &best, at, edit)?;
                (edited != best && fails(&edited)).then_some(edited)
            });
            match smaller {
                Some(edited) => best = edited,
                None => number += 1,
            }
        }
        if best == before {
            return best;
        }
    }
}

fn with_module<R: Send>(
    opt: &Opt,
    text: &str,
    body: impl FnOnce(&Module<'_>) -> R + Send,
) -> Option<R> {
    let registry = opt.registry;
    with_deep_stack(move || {
        let context = Context::new(&registry());
        let module = Module::parse(&context, text, "program.mlir").ok()?;
        Some(body(&module))
    })
}

fn op_count(opt: &Opt, text: &str) -> Option<usize> {
    with_module(opt, text, |module| module.op().walk(WalkOrder::Pre).len())
}

/// The program after an edit of one op; `None` if it cannot be made, or is not valid.
fn edited(opt: &Opt, text: &str, at: usize, edit: usize) -> Option<String> {
    with_module(opt, text, |module| {
        let op = *module.op().walk(WalkOrder::Pre).get(at)?;
        if op == module.op() || op.is_terminator() || op.symbol_name() == Some("f") {
            return None;
        }
        if edit == EDITS - 1 {
            unwrap(op)?;
        } else {
            remove(module, op, edit)?;
        }
        let (valid, _) =
            pullback_ir::capture_diagnostics(module.op().context(), || module.op().verify());
        valid.then(|| printed(module))
    })?
}

/// Without `module {`, so that more text may follow.
fn printed(module: &Module<'_>) -> String {
    let mut text = String::new();
    for op in module.op().region(0).entry().ops() {
        text.push_str(&op.text());
        text.push('\n');
    }
    text
}

fn remove(module: &Module<'_>, op: Op<'_>, edit: usize) -> Option<()> {
    if let Some(name) = op.symbol_name() {
        if edit > 0
            || module.op().text().matches(&format!("@{name}")).count()
                > 1 + op.text().matches(&format!("@{name}(")).count()
        {
            return None;
        }
        op.erase();
        return Some(());
    }
    if op.result_count() == 0 || !op.has_uses() {
        if edit > 0 {
            return None;
        }
        op.erase();
        return Some(());
    }
    if op.is_constant() {
        return None;
    }
    let stand_ins: Vec<Value<'_>> = op
        .results()
        .into_iter()
        .map(|result| stand_in(op, result.ty(), edit))
        .collect::<Option<_>>()?;
    op.replace_with(&stand_ins);
    Some(())
}

/// A value that can stand for a result of an op: an operand or a constant, by the number of the edit.
fn stand_in<'a>(op: Op<'a>, ty: Type<'a>, edit: usize) -> Option<Value<'a>> {
    if edit < 3 {
        return op
            .operands()
            .into_iter()
            .filter(|operand| operand.ty() == ty)
            .nth(edit);
    }
    let value = if ty.is_float() {
        Attr::float(ty, 0.5)?
    } else if ty.is_integer() || ty.is_index() {
        Attr::int(ty, 1)
    } else {
        return None;
    };
    let constant = Builder::before(op)
        .op("arith.constant")
        .attr("value", value)
        .results(&[ty])
        .build();
    Some(constant.result(0))
}

/// Puts what a branch or region does in the place of the op, the last region first.
fn unwrap(op: Op<'_>) -> Option<()> {
    // What the block's arguments are: of a loop, those of the first trip.
    let arguments = match op.name() {
        "scf.if" | "scf.execute_region" | "scf.index_switch" => vec![],
        "scf.for" => [&op.operands()[..1], &op.operands()[3..]].concat(),
        _ => return None,
    };
    let region = op
        .regions()
        .into_iter()
        .next_back()
        .filter(|region| !region.is_empty())?;
    let block = region.entry();
    let end = block.try_terminator()?;
    let values = end.operands();
    block.splice_before(op, &arguments);
    // The terminator came along.
    end.erase();
    op.replace_with(&values);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::shrink;
    use crate::{
        Opt,
        random::{Features, program},
    };
    use pullback_ir::Registry;

    const OPT: Opt = Opt {
        register: pullback_ir::register_upstream_passes,
        registry: || {
            let registry = Registry::upstream();
            registry.add(pullback_functional::register);
            registry
        },
    };

    #[test]
    fn nothing_is_left_but_what_fails() {
        let mut tried = 0;
        for seed in 1..100 {
            let text = program(seed, Features::ALL);
            let fails = |text: &str| text.contains("math.erf") && text.contains("scf.while");
            if !fails(&text) {
                continue;
            }
            tried += 1;
            let small = shrink(&OPT, &text, fails);
            assert!(fails(&small));
            // The loop with its two regions, the op, and the branches, cases and functions around each of them.
            let (lines, before) = (small.lines().count(), text.lines().count());
            assert!(lines <= 48, "{lines} lines of {before}:\n{small}");
            assert!(
                3 * lines <= 2 * before,
                "{lines} lines of {before}:\n{small}"
            );
        }
        assert!(tried > 2);
    }

    #[test]
    fn a_program_that_does_not_fail_stays() {
        let text = program(3, Features::ALL);
        assert_eq!(shrink(&OPT, &text, |_| false), text);
    }
}
