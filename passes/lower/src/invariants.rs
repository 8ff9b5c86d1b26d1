//! `functional-lower-invariants`.
//!
//! No call keeps a float in a register. What a recursive function passes on unchanged is saved before each call and loaded again
//! behind it, even where nothing but calls needs it. In memory of the outermost caller it is where it was.

use crate::callers::{Callers, Visibility, call_like};
use crate::slot::{Frame, load, pointer, size, store};
use pullback_ir::{Attr, Builder, Op, Type, Value};
use pullback_pass::{Error, Pass, Root};

/// Lets private recursive functions read the floats that all their recursive calls pass on from memory of who calls them first.
#[derive(Debug, pullback_pass::Pass)]
#[pass(name = "functional-lower-invariants", on = "builtin.module", dialects = ["arith", "llvm"])]
pub struct LowerInvariants {
    /// Of a function with more such floats. Fewer LLVM would make arguments again.
    #[option(default = 3)]
    pub floats: usize,
}

impl Pass for LowerInvariants {
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error> {
        let module = root.op();
        let Some(callers) = Callers::of(module) else {
            return Ok(());
        };
        let mut lowered = 0;
        for function in module.functions() {
            // Calls of other functions stay as they are.
            let name = function.symbol_name().unwrap_or_default();
            let (Visibility::Private, Some(calls)) =
                (Visibility::of(function), callers.known(name))
            else {
                continue;
            };
            let indices = invariants(function, calls);
            if indices.len() > self.floats {
                lower(function, calls, &indices);
                lowered += 1;
            }
        }
        root.count("functions lowered", lowered);
        Ok(())
    }
}

/// The float arguments that all recursive calls pass on.
fn invariants(function: Op<'_>, calls: &[Op<'_>]) -> Vec<usize> {
    let (inside, outside): (Vec<Op<'_>>, Vec<Op<'_>>) =
        calls.iter().partition(|call| call.is_inside(function));
    if inside.is_empty() {
        return vec![];
    }
    let args = function.region(0).entry().args();
    let is_invariant = |(index, arg): (usize, &Value<'_>)| {
        let passed_on = || inside.iter().all(|call| call.operand(index) == *arg);
        // LLVM finds constants by itself.
        let is_constant = |call: &Op<'_>| {
            call.operand(index)
                .defining_op()
                .is_some_and(Op::is_constant)
        };
        let good = arg.ty().is_float()
            && size(arg.ty()).is_some()
            && passed_on()
            && !outside.iter().all(is_constant);
        good.then_some(index)
    };
    args.iter().enumerate().filter_map(is_invariant).collect()
}

fn lower<'a>(function: Op<'a>, calls: &[Op<'a>], indices: &[usize]) {
    let entry = function.region(0).entry();
    let args = entry.args();
    let types: Vec<Type<'a>> = indices.iter().map(|&index| args[index].ty()).collect();
    let Some((frame, offsets)) = Frame::of(&types) else {
        return;
    };
    let pointer = pointer(Type::f64(function.context()));
    let memory = entry.add_arg(pointer, function.location());
    for &call in calls {
        let builder = Builder::before(call);
        let from = match call.ancestor("func.func") {
            Some(caller) if caller != function => {
                let own = frame.alloca(caller.region(0).entry(), call.location());
                for (&index, &offset) in indices.iter().zip(&offsets) {
                    store(&builder, call.operand(index), own, offset);
                }
                own
            }
            _ => memory,
        };
        let mut operands = without(&call.operands(), indices);
        operands.push(from);
        let new = call_like(&builder, call, &operands, &call.result_types());
        call.replace_with(&new.results());
    }
    for (&index, &offset) in indices.iter().zip(&offsets) {
        for one in args[index].uses() {
            // Where it is used: LLVM knows what can be shared.
            let value = load(&Builder::before(one.op), args[index].ty(), memory, offset);
            one.op.set_operand(one.index, value);
        }
    }
    for &index in indices.iter().rev() {
        entry.erase_arg(index);
    }
    let (inputs, outputs) = function.function_type().unwrap_or_default();
    let context = function.context();
    let attrs = function.attr("arg_attrs").and_then(Attr::as_array);
    let read_only = Attr::parse(context, "{llvm.noalias, llvm.readonly}");
    let empty = Attr::parse(context, "{}");
    let attrs = attrs.unwrap_or_else(|| empty.into_iter().cycle().take(inputs.len()).collect());
    let mut attrs = without(&attrs, indices);
    attrs.extend(read_only);
    let mut inputs = without(&inputs, indices);
    inputs.push(pointer);
    function.set_attr("arg_attrs", Attr::array(context, &attrs));
    let ty = Type::function(context, &inputs, &outputs);
    function.set_attr("function_type", Attr::of_type(ty));
}

/// The entries at other indices.
fn without<T: Copy>(all: &[T], indices: &[usize]) -> Vec<T> {
    let numbered = all.iter().enumerate();
    let kept = numbered.filter(|(index, _)| !indices.contains(index));
    kept.map(|(_, entry)| *entry).collect()
}
