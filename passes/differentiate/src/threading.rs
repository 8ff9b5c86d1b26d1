//! Changing the results of `scf.if`, and handing values out of branches.

use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};

/// The `scf.if` with more results: `extra[i]` is what branch `i` yields for them. The op is replaced; the new
/// one is returned.
pub fn add_results<'a>(op: Op<'a>, types: &[Type<'a>], extra: [&[Value<'a>]; 2]) -> Op<'a> {
    let builder = Builder::before(op);
    let old_count = op.result_count();
    let mut result_types = op.result_types();
    result_types.extend_from_slice(types);
    let mut new = builder
        .op("scf.if")
        .operands(&op.operands())
        .results(&result_types)
        .regions(2);
    for (name, attr) in op.attrs() {
        new = new.attr(name, attr);
    }
    let new = new.build();
    for (index, values) in extra.into_iter().enumerate() {
        new.region(index).take_blocks(op.region(index));
        let yields = new.region(index).entry().terminator();
        let mut operands = yields.operands();
        operands.extend_from_slice(values);
        yields.set_operands(&operands);
    }
    op.replace_with(&new.results()[..old_count]);
    new
}

/// Makes values that `user` uses but that are defined inside branches outside of it results of those branches.
///
/// The backpropagator is emitted as if it saw every value of the forward code; what it used from inside an
/// `scf.if` becomes a residual: a result of that `scf.if`, poison where the other branch was taken. The
/// backpropagator reads it only under the same condition.
pub fn thread_residuals<'a>(function: Op<'a>, user: Op<'a>) {
    let branches: Vec<Op<'a>> = function
        .walk(WalkOrder::Post)
        .into_iter()
        .filter(|op| op.is("scf.if") && !op.is_inside(user))
        .collect();
    for branch in branches {
        let mut residuals: [Vec<Value<'a>>; 2] = [Vec::new(), Vec::new()];
        for op in user.walk(WalkOrder::Pre) {
            for (index, operand) in op.operands().into_iter().enumerate() {
                if !operand.is_inside(branch) {
                    continue;
                }
                let definition = operand.defining_op();
                if let Some(constant) = definition.filter(|op| op.is_constant()) {
                    let clone = constant.clone_before(op, &mut Mapping::new());
                    op.set_operand(index, clone.result(0));
                    continue;
                }
                let side = usize::from(
                    branch.region_count() > 1
                        && branch.region(1).first().is_some()
                        && operand.block() == branch.region(1).first(),
                );
                if !residuals[side].contains(&operand) {
                    residuals[side].push(operand);
                }
            }
        }
        if residuals.iter().all(Vec::is_empty) {
            continue;
        }
        let types: Vec<Type<'a>> = residuals.iter().flatten().map(|value| value.ty()).collect();
        let mut yields = [Vec::new(), Vec::new()];
        for (side, other) in [(0, 1), (1, 0)] {
            // Results are the residuals of the first branch, then those of the second.
            let builder = Builder::before(branch.region(side).entry().terminator());
            let poisons: Vec<Value<'a>> = residuals[other]
                .iter()
                .map(|value| poison(&builder, value.ty()))
                .collect();
            yields[side] = if side == 0 {
                [residuals[0].clone(), poisons].concat()
            } else {
                [poisons, residuals[1].clone()].concat()
            };
        }
        let first_extra = branch.result_count();
        let new = add_results(branch, &types, [&yields[0], &yields[1]]);
        let results = new.results();
        for (position, residual) in residuals.iter().flatten().enumerate() {
            for use_ in residual.uses() {
                if use_.op.is_inside(user) {
                    use_.op
                        .set_operand(use_.index, results[first_extra + position]);
                }
            }
        }
    }
}

/// `ub.poison`.
pub fn poison<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    let value = Attr::parse(builder.context(), "#ub.poison").expect("upstream's attribute");
    builder
        .op("ub.poison")
        .attr("value", value)
        .results(&[ty])
        .build()
        .result(0)
}
