//! `functional-defunctionalize`.

use crate::{
    coerce::coerce,
    dispatch::{Call, Plan, Target, dispatch},
    flow::{Flow, Transfer},
    lift::{self, Names},
    scan::{Verdict, copy_constants_into_lambdas, holds_function, scan},
    shape::{Shape, Shaper},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Op, Type, Value, WalkOrder};
use pullback_pass::{Error, Pass, Root};
use std::{collections::HashSet, rc::Rc};

/// Turns function values into records and tags, lambdas into functions, and calls of function values into
/// conditionals between calls.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-defunctionalize",
    on = "builtin.module",
    dialects = ["arith", "func", "functional", "scf", "ub"]
)]
pub struct Defunctionalize;

impl Pass for Defunctionalize {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let (mut functions, mut lifted) = (0, 0);
        let mut symbols = lift::symbols(root.op());
        for function in root.op().functions() {
            if scan(function)? == Verdict::Handle {
                functions += 1;
                lifted += defunctionalize(function, &mut symbols)?;
            }
        }
        root.count("functions changed", functions);
        root.count("lambdas lifted", lifted);
        Ok(())
    }
}

/// Handles one function; says how many lambdas it had.
fn defunctionalize(function: Op<'_>, symbols: &mut HashSet<String>) -> Result<u64, Error> {
    copy_constants_into_lambdas(function);
    let ops = function.walk(WalkOrder::Pre);
    let flow = Flow::of(&ops);
    let work = plan(function, &ops, &flow, &mut Names::new(function, symbols))?;

    // From here on nothing fails. First the values change their types in place, and small sets become
    // larger ones where they flow; then lambdas, inner ones first, leave the function; calls come last.
    for (value, ty) in &work.types {
        value.set_ty(*ty);
    }
    for (transfer, from, to) in &work.transfers {
        let builder = Builder::before(transfer.op);
        let value = coerce(&builder, transfer.op.operand(transfer.index), from, to);
        transfer.op.set_operand(transfer.index, value);
    }
    let functions = lift::declare(function, &work.plans);
    let mut records = Vec::new();
    // Plans are in pre-order, so that reversed ones have inner lambdas first.
    for plan in work.plans.iter().rev() {
        records.push((plan.op, lift::lift(plan, &functions)));
    }
    for (op, record) in records {
        op.replace_with(&[record]);
    }
    for op in work.references {
        let unit = crate::scan::tuple(&Builder::before(op), &[]);
        op.replace_with(&[unit]);
    }
    for call in &work.calls {
        dispatch(call, &work.plans);
    }
    Ok(functions.len() as u64)
}

/// What there is to do, found before anything is changed.
struct Work<'a> {
    /// The values that change their types.
    types: Vec<(Value<'a>, Type<'a>)>,
    /// The operands that change their representation.
    transfers: Vec<(Transfer<'a>, Rc<Shape<'a>>, Rc<Shape<'a>>)>,
    /// The elements.
    plans: Vec<Plan<'a>>,
    /// The `functional.ref` ops that are no element's first.
    references: Vec<Op<'a>>,
    /// The calls, in the order of the text.
    calls: Vec<Call<'a>>,
}

fn plan<'a>(
    function: Op<'a>,
    ops: &[Op<'a>],
    flow: &Flow<'a>,
    names: &mut Names<'_>,
) -> Result<Work<'a>, Error> {
    let mut shaper = Shaper::new(flow, function);
    let mut plans = Vec::new();
    for (index, element) in flow.elements.iter().enumerate() {
        let op = element.op;
        let target = match op.name() {
            ops::LAMBDA => {
                let body = op.region(0).entry();
                Target::Lambda {
                    symbol: names.next(),
                    params: shaper.shapes(&body.args())?,
                    returns: shaper.shapes(&body.terminator().operands())?,
                }
            }
            ops::PARTIAL => Target::Partial {
                callee: flow.set(op.operand(0), &[]),
                bound: shaper.shapes(&op.operands()[1..])?,
            },
            _ => {
                let symbol = op.attr(ops::SYMBOL).and_then(Attr::as_symbol);
                Target::Symbol(symbol.unwrap_or_default().to_owned())
            }
        };
        plans.push(Plan {
            op,
            keeps: element.keeps.clone(),
            record: shaper.record(index)?,
            target,
        });
    }

    let mut types = Vec::new();
    for value in values(ops) {
        if holds_function(value.ty()) {
            types.push((value, shaper.shape(value)?.ty()));
        }
    }
    let mut transfers = Vec::new();
    for &transfer in &flow.transfers {
        let from = shaper.shape(transfer.op.operand(transfer.index))?;
        transfers.push((transfer, from, shaper.shape(transfer.to)?));
    }
    let mut calls = Vec::new();
    for &op in ops.iter().filter(|op| op.is(ops::APPLY)) {
        let operands = op.operands();
        calls.push(Call {
            op,
            callee: flow.set(operands[0], &[]),
            arguments: shaper.shapes(&operands[1..])?,
            results: shaper.shapes(&op.results())?,
        });
    }
    let elements: HashSet<_> = plans.iter().map(|plan| plan.op).collect();
    let is_other_reference = |op: &Op<'a>| op.is(ops::REF) && !elements.contains(op);
    let references = ops.iter().copied().filter(is_other_reference).collect();
    Ok(Work {
        types,
        transfers,
        plans,
        references,
        calls,
    })
}

/// All values that the ops define.
fn values<'a>(ops: &[Op<'a>]) -> Vec<Value<'a>> {
    let mut values = Vec::new();
    for op in ops {
        values.extend(op.results());
        for region in op.regions() {
            values.extend(region.blocks().into_iter().flat_map(|block| block.args()));
        }
    }
    values
}
