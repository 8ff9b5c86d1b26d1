//! `functional-defunctionalize`.

use crate::{
    dispatch::{Caller, Dispatcher, types},
    flow::{Flow, Set},
    lift,
    plan::{Planner, Work},
    scan::{Scope, copy_constants_into_lambdas, holds_function, named},
};
use pullback_functional::ops;
use pullback_ir::{Attr, Builder, Mapping, Op};
use pullback_pass::{Error, Pass, Root};
use std::collections::HashMap;

/// Turns function values into records, tags and data, lambdas into functions, and calls of function values into
/// conditionals between calls.
#[derive(Debug, pullback_pass::Pass)]
#[pass(
    name = "functional-defunctionalize",
    on = "builtin.module",
    dialects = ["arith", "func", "functional", "scf", "ub"]
)]
pub struct Defunctionalize {
    /// In functions with derivative operators, too: what an operator is applied to becomes a function of the module.
    #[option(default = false)]
    operators: bool,
}

impl Pass for Defunctionalize {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        if needs_simplification(root.op()) {
            root.run_pipeline("functional-simplify")?;
        }
        if branches_carry_functions(root.op()) {
            root.run_pipeline("lift-cf-to-scf")?;
        }
        let module = root.op();
        for function in Scope::of(module).functions {
            copy_constants_into_lambdas(function);
        }
        let scope = Scope::of(module);
        let flow = Flow::of(&scope, self.operators);
        let work = Planner::new(module, &scope, &flow).plan()?;
        root.count("functions changed", work.functions.len() as u64);
        root.count("lambdas lifted", work.run(&scope));
        Ok(())
    }
}

/// Whether there are recursive function values, or lambdas with named captures: other ops stand for both.
fn needs_simplification(module: Op<'_>) -> bool {
    let ops = Scope::of(module).ops;
    ops.iter()
        .any(|op| op.is(ops::LETREC) || op.is(ops::LAMBDA) && op.operand_count() > 0)
}

/// Whether function values are among the arguments of blocks that are branched to.
fn branches_carry_functions(module: Op<'_>) -> bool {
    let ops = Scope::of(module).ops.into_iter();
    let regions = ops.flat_map(|op| op.regions());
    let blocks = regions.flat_map(|region| region.blocks().into_iter().skip(1));
    let mut arguments = blocks.flat_map(|block| block.args());
    arguments.any(|value| holds_function(value.ty()))
}

impl<'a> Work<'a> {
    /// Does it; nothing here fails. First the values change their types in place, and small sets become larger ones
    /// where they flow; then lambdas, inner ones first, leave their functions; calls come last. Says how many lambdas
    /// there were.
    fn run(&self, scope: &Scope<'a>) -> u64 {
        for (function, ..) in &self.functions {
            if self.kept.contains(function) {
                function.clone_before(*function, &mut Mapping::new());
            }
        }
        for (value, ty) in &self.types {
            value.set_ty(*ty);
        }
        for (transfer, from, to) in &self.transfers {
            let builder = Builder::before(transfer.op);
            let operand = transfer.op.operand(transfer.index);
            let value = self.layout.coerce(&builder, operand, from, to);
            transfer.op.set_operand(transfer.index, value);
        }
        self.rename(scope);
        for (op, fields) in &self.fields {
            for declaration in scope.data.all().filter(|data| data.op == *op) {
                declaration.set_fields(fields);
            }
        }
        lift::declare_data(&self.plans, &self.layout, &self.layout.data);
        let functions = lift::declare_lambdas(&self.plans, &self.layout);
        let callers = self.declare_callers();
        // Makers are in pre-order, so that reversed ones have inner lambdas first.
        let mut records = Vec::new();
        for &(op, element, ref set) in self.makers.iter().rev() {
            let plan = &self.plans[element];
            let builder = Builder::before(op);
            let keeps = if op == plan.op {
                plan.keeps.as_slice()
            } else {
                &[]
            };
            records.push((op, self.layout.inject(&builder, element, keeps, set)));
            if let Some(&function) = functions.get(&op) {
                lift::lift(plan, function);
            }
        }
        for (op, record) in records {
            op.replace_with(&[record]);
        }
        for op in &self.trivial {
            op.replace_with(&[op.operand(0)]);
        }
        let dispatcher = Dispatcher {
            plans: &self.plans,
            layout: &self.layout,
            callers: &self.callers,
        };
        for operator in &self.operators {
            let builder = Builder::before(operator.op);
            let operand = (operator.op.operand(0), &operator.set);
            let value = match &operator.caller {
                Some(caller) => {
                    dispatcher.function_with_captures(&builder, operand, caller, operator.ty)
                }
                None => dispatcher.function_value(&builder, operand, operator.ty),
            };
            operator.op.set_operand(0, value);
        }
        for call in &self.calls {
            dispatcher.call(call);
        }
        for (set, caller, function) in callers {
            dispatcher.fill(set, caller, function);
        }
        functions.len() as u64
    }

    /// Gives the functions that change their new types and names.
    fn rename(&self, scope: &Scope<'a>) {
        let mut names = HashMap::new();
        for (function, ty, name) in &self.functions {
            let context = function.context();
            names.extend(function.symbol_name().map(|old| (old, name)));
            function.set_attr("function_type", Attr::of_type(*ty));
            function.set_attr("sym_name", Attr::string(context, name));
            function.set_attr("sym_visibility", Attr::string(context, "private"));
        }
        for op in scope.ops.iter().filter(|op| op.is("func.call")) {
            if let Some(name) = named(*op).and_then(|name| names.get(name)) {
                op.set_attr("callee", Attr::symbol(op.context(), name));
            }
        }
    }

    /// Makes the functions of sets, empty, before the function that the first element is in.
    fn declare_callers(&self) -> Vec<(&Set, &Caller<'a>, Op<'a>)> {
        let mut declared = Vec::new();
        let of_operators = self.operators.iter();
        let of_operators =
            of_operators.filter_map(|operator| Some((&operator.set, operator.caller.as_ref()?)));
        for (set, caller) in self.callers.iter().chain(of_operators) {
            let Some(plan) = set.first().map(|&element| &self.plans[element]) else {
                continue;
            };
            let Some(host) = plan.op.ancestor("func.func") else {
                continue;
            };
            let returns = types(&caller.returns);
            let function = lift::declare(host, plan.op, &caller.symbol, &caller.inputs(), &returns);
            declared.push((set, caller, function));
        }
        declared
    }
}
