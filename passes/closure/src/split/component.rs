//! Functions that give closures and call each other in a circle, taken apart together.
//!
//! What a forward half hands to its backward halves holds what those of its callees hand to theirs, so that its
//! type has a name: `functional.data @f$tape { tape(..) }`. As elsewhere, arguments and results of `@f` are left to
//! the caller, who has them or can make them again. How much that is depends in turn on what the callees leave to `@f`:
//! the least solution is taken. Where nothing is left to hand over there is no tape.

use super::{
    branches::{drop_unused_results, ends, erase_unused, hoist, is_conditional},
    callee,
    cut::{Needed, Origin, makes_functions},
    halves::{Backward, Closure, Given, Halves, Kept, masks, private_function, signature},
    notes::{note, note_recursion},
};
use crate::{data::fields_attr, scan::has_function_field};
use pullback_functional::{data_type, fn_type_of, is_fn_type, ops};
use pullback_ir::{Attr, Block, Builder, Op, Type, Value, WalkOrder};
use std::collections::{HashMap, HashSet};

/// The only constructor of a tape.
const TAPE: &str = "tape";

/// A function of the component.
struct Member<'a> {
    function: Op<'a>,
    /// What the names of its parts begin with.
    base: String,
    arguments: Vec<Type<'a>>,
    /// The results that are data.
    plain: Vec<Type<'a>>,
    /// The results that are closures.
    closures: Vec<Type<'a>>,
    results: Vec<Given>,
    /// The type of its tape.
    tape: Type<'a>,
}

/// Functions that call each other in a circle.
pub(crate) struct Component<'a> {
    members: Vec<Member<'a>>,
    /// The position of a member, by its name.
    by_name: HashMap<&'a str, usize>,
}

impl<'a> Component<'a> {
    /// `None` if a closure comes from where this pass does not see. Names come from `name`.
    pub fn of(functions: &[Op<'a>], mut name: impl FnMut(&str) -> String) -> Option<Self> {
        let mut by_name = HashMap::new();
        let mut members = Vec::new();
        for &function in functions {
            let symbol = function.symbol_name()?;
            let base = name(symbol);
            let tape = data_type(function.context(), &tape_name(&base));
            by_name.insert(symbol, members.len());
            members.push(Member::new(function, base, tape));
        }
        let component = Self { members, by_name };
        let sees = |member: &Member<'a>| {
            let returned = member.body().terminator().operands();
            let mut functions = returned.into_iter().filter(|v| has_function_field(v.ty()));
            functions.all(|value| component.sees(value))
        };
        component.members.iter().all(sees).then_some(component)
    }

    /// Whether it is known what a function value is made of.
    fn sees(&self, value: Value<'a>) -> bool {
        let mut seen = HashSet::new();
        let mut pending = vec![value];
        while let Some(value) = pending.pop() {
            if !has_function_field(value.ty()) || !seen.insert(value) {
                continue;
            }
            let (Some(op), Some(index)) = (value.defining_op(), value.result_index()) else {
                return false;
            };
            if is_conditional(op) && is_function(value) {
                pending.extend(ends(op).into_iter().map(|end| end.operand(index)));
            } else if makes_functions(op) {
                pending.extend(super::cut::inputs(op));
            } else if self.callee(op).is_none() {
                return false;
            }
        }
        true
    }

    /// The member that an op calls.
    fn callee(&self, op: Op<'a>) -> Option<&Member<'a>> {
        Some(&self.members[*self.by_name.get(callee(op)?)?])
    }

    /// Takes all members apart; for each the function, which is left with an empty region, and its halves. `None`
    /// if a closure is not made of what `of` saw, which does not happen.
    pub fn split(self) -> Option<Vec<(Op<'a>, Halves<'a>)>> {
        for member in &self.members {
            for op in member.function.walk(WalkOrder::Pre) {
                if let Some(callee) = self.callee(op) {
                    callee.expose(op);
                }
            }
            hoist(member.function);
        }
        let needed = self.solve()?;
        let closures = self
            .members
            .iter()
            .map(|member| member.closures(&needed))
            .collect::<Option<Vec<_>>>()?;
        for member in &self.members {
            member.bind_less(&needed);
        }
        let mut halves = Vec::new();
        let mut parts = Vec::new();
        for (member, closures) in self.members.iter().zip(&closures) {
            let fields = member.fields(closures, &needed);
            for (index, closure) in closures.iter().enumerate() {
                parts.push(member.build_backward(index, closure, &fields, &needed));
            }
            let masks = masks(closures);
            let kept: Vec<_> = fields.iter().map(|&value| masks.keep(value)).collect();
            let (forward, built) = member.build_forward(&kept, &needed);
            parts.push(forward);
            halves.push((member.function, built));
        }
        for function in parts {
            drop_unused_results(function);
            self.finish(function, &halves);
        }
        Some(halves)
    }

    /// Which of the arguments, results and tapes that are at hand are needed: for each backward half of each member.
    fn solve(&self) -> Option<Needed> {
        let mut needed = Needed::default();
        for member in &self.members {
            for index in 0..member.closures.len() {
                let count = member.arguments.len() + member.plain.len() + 1;
                needed.0.insert(member.backward(index), vec![false; count]);
            }
        }
        loop {
            let mut changed = false;
            for member in &self.members {
                let closures = member.closures(&needed)?;
                for (index, closure) in closures.iter().enumerate() {
                    let mask = needed.0.get_mut(&member.backward(index))?;
                    for &value in &closure.cut.kept {
                        let place = member.place(value);
                        changed |= !std::mem::replace(&mut mask[place], true);
                    }
                }
            }
            if !changed {
                return Some(needed);
            }
        }
    }

    /// Calls the halves for what they are: without the tapes that there are not, and directly.
    fn finish(&self, function: Op<'a>, halves: &[(Op<'a>, Halves<'a>)]) {
        let forward: HashMap<&str, &Halves<'a>> = halves
            .iter()
            .map(|(_, halves)| (halves.forward.as_str(), halves))
            .collect();
        let backward: HashMap<&str, &Backward<'a>> = halves
            .iter()
            .flat_map(|(_, halves)| &halves.backward)
            .map(|half| (half.name.as_str(), half))
            .collect();
        for op in function.walk(WalkOrder::Pre) {
            if let Some(halves) = callee(op).and_then(|name| forward.get(name))
                && op.result_count() > halves.types.len()
            {
                let new = Builder::before(op)
                    .op("func.call")
                    .operands(&op.operands())
                    .attr("callee", Attr::symbol(op.context(), &halves.forward))
                    .results(&halves.types)
                    .build();
                for (old, new) in op.results().into_iter().zip(new.results()) {
                    old.replace_all_uses_with(new);
                }
                op.erase();
            }
        }
        for op in function.walk(WalkOrder::Post).into_iter().rev() {
            let Some(reference) = op.is(ops::PARTIAL).then(|| op.operand(0)) else {
                continue;
            };
            let symbol = reference.defining_op().and_then(|op| op.attr(ops::SYMBOL));
            let Some(half) = symbol
                .and_then(Attr::as_symbol)
                .and_then(|name| backward.get(name))
            else {
                continue;
            };
            let bound = &op.operands()[1..];
            for use_ in op.result(0).uses() {
                if use_.op.is(ops::APPLY) && use_.index == 0 {
                    half.call(use_.op, bound);
                }
            }
            if op.result(0).has_uses() {
                let function = half.bind(&Builder::before(op), bound);
                op.result(0).replace_all_uses_with(function);
            }
            op.erase();
        }
    }
}

impl<'a> Member<'a> {
    fn new(function: Op<'a>, base: String, tape: Type<'a>) -> Self {
        let (arguments, types) = function.function_type().unwrap_or_default();
        let (mut plain, mut closures, mut results) = (Vec::new(), Vec::new(), Vec::new());
        for ty in types {
            if is_fn_type(ty.to_melior()) {
                results.push(Given::Closure(closures.len()));
                closures.push(ty);
            } else {
                results.push(Given::Plain(plain.len()));
                plain.push(ty);
            }
        }
        Self {
            function,
            base,
            arguments,
            plain,
            closures,
            results,
            tape,
        }
    }

    fn body(&self) -> Block<'a> {
        self.function.region(0).entry()
    }

    fn forward(&self) -> String {
        format!("{}$fwd", self.base)
    }

    /// The name of the function that a closure becomes.
    fn backward(&self, index: usize) -> String {
        match index {
            0 => format!("{}$bwd", self.base),
            _ => format!("{}$bwd{index}", self.base),
        }
    }

    /// What a closure may need: arguments, results, tape.
    fn at_hand(&self) -> Vec<Type<'a>> {
        let mut types = [self.arguments.clone(), self.plain.clone()].concat();
        types.push(self.tape);
        types
    }

    /// A call becomes one of the forward half, and the closures it gives become partial applications of the
    /// backward halves to everything that is at hand.
    fn expose(&self, call: Op<'a>) {
        let builder = Builder::before(call);
        let context = builder.context();
        let types = [self.plain.clone(), vec![self.tape]].concat();
        let got = builder
            .op("func.call")
            .operands(&call.operands())
            .attr("callee", Attr::symbol(context, &self.forward()))
            .results(&types)
            .build()
            .results();
        let bound = [call.operands(), got.clone()].concat();
        let values: Vec<_> = self
            .results
            .iter()
            .map(|given| match *given {
                Given::Plain(index) => got[index],
                Given::Closure(index) => {
                    let whole = self.whole(index, &self.at_hand());
                    let reference = builder
                        .op(ops::REF)
                        .attr(ops::SYMBOL, Attr::symbol(context, &self.backward(index)))
                        .results(&[whole])
                        .build();
                    builder
                        .op(ops::PARTIAL)
                        .operands(&[reference.result(0)])
                        .operands(&bound)
                        .results(&[self.closures[index]])
                        .build()
                        .result(0)
                }
            })
            .collect();
        call.replace_with(&values);
    }

    /// The type of a backward half with leading arguments of these types.
    fn whole(&self, index: usize, leading: &[Type<'a>]) -> Type<'a> {
        let (parameters, results) = signature(self.closures[index]);
        let inputs = [leading.to_vec(), parameters].concat();
        let whole = Type::function(self.function.context(), &inputs, &results);
        let whole = fn_type_of(whole.to_melior());
        Type::from_melior(whole.expect("a function type has a function value's type"))
    }

    /// The closures that the function gives, cut off from it.
    fn closures(&self, needed: &Needed) -> Option<Vec<Closure<'a>>> {
        let origin = Origin::new(self.body(), needed.clone());
        let returned = self.body().terminator().operands();
        let functions = returned.into_iter().filter(|&value| is_function(value));
        functions.map(|value| Closure::of(value, &origin)).collect()
    }

    /// The results that are data.
    fn returned(&self) -> Vec<Value<'a>> {
        let mut returned = self.body().terminator().operands();
        returned.retain(|&value| !is_function(value));
        returned
    }

    /// Where among what is at hand a value is.
    fn place(&self, value: Value<'a>) -> usize {
        match value.block_argument() {
            Some((_, index)) => index,
            None => {
                let results = self.returned();
                let known = results.iter().position(|&other| other == value);
                self.arguments.len() + known.unwrap_or(self.plain.len())
            }
        }
    }

    /// The values on the tape.
    fn fields(&self, closures: &[Closure<'a>], needed: &Needed) -> Vec<Value<'a>> {
        let tape = self.at_hand().len() - 1;
        let mut fields: Vec<Value<'a>> = Vec::new();
        for (index, closure) in closures.iter().enumerate() {
            if needed.0[&self.backward(index)][tape] {
                let kept = closure.cut.kept.iter().copied();
                for value in kept.filter(|&value| self.place(value) == tape) {
                    if !fields.contains(&value) {
                        fields.push(value);
                    }
                }
            }
        }
        fields
    }

    fn has_tape(&self, needed: &Needed) -> bool {
        let mut halves = (0..self.closures.len()).map(|index| &needed.0[&self.backward(index)]);
        halves.any(|mask| mask.last() == Some(&true))
    }

    /// In this function, binds to the backward halves only what they need.
    fn bind_less(&self, needed: &Needed) {
        for op in self.function.walk(WalkOrder::Pre) {
            let Some((_, mask)) = needed.of(op) else {
                continue;
            };
            let operands = op.operands();
            let mut left = vec![operands[0]];
            let bound = operands[1..].iter().zip(mask);
            left.extend(
                bound
                    .filter(|(_, needed)| **needed)
                    .map(|(value, _)| *value),
            );
            let (parameters, results) = signature(op.result(0).ty());
            let types = left[1..].iter().map(|value| value.ty());
            let inputs: Vec<_> = types.chain(parameters).collect();
            let whole = Type::function(op.context(), &inputs, &results);
            if let Some(whole) = fn_type_of(whole.to_melior()) {
                operands[0].set_ty(Type::from_melior(whole));
            }
            op.set_operands(&left);
        }
    }

    /// A closure as a function that takes what it needs of what is at hand.
    fn build_backward(
        &self,
        index: usize,
        closure: &Closure<'a>,
        fields: &[Value<'a>],
        needed: &Needed,
    ) -> Op<'a> {
        let name = self.backward(index);
        let mask = &needed.0[&name];
        let at_hand = self.at_hand();
        let places: Vec<usize> = (0..mask.len()).filter(|&place| mask[place]).collect();
        let types: Vec<_> = places.iter().map(|&place| at_hand[place]).collect();
        let half = closure.build_with(self.function, &name, &types, |builder, given| {
            let mut read = Vec::new();
            let kept = closure.cut.kept.iter();
            kept.map(|&value| {
                let place = self.place(value);
                let position = places.iter().position(|&other| other == place);
                let given = given[position.unwrap_or_default()];
                if place + 1 < mask.len() {
                    return given;
                }
                if read.is_empty() {
                    read = self.read(builder, given, fields);
                }
                let field = fields.iter().position(|&other| other == value);
                read[field.unwrap_or_default()]
            })
            .collect()
        });
        let kept = self.kept(index, needed);
        note(half, &kept, &self.forward(), self.plain.len());
        note_recursion(half);
        half
    }

    /// The fields of a tape.
    fn read(&self, builder: &Builder<'a>, tape: Value<'a>, fields: &[Value<'a>]) -> Vec<Value<'a>> {
        let context = builder.context();
        let types: Vec<_> = fields.iter().map(|value| value.ty()).collect();
        let opened = builder
            .op(ops::MATCH)
            .operands(&[tape])
            .attr(
                ops::DECLARATION,
                Attr::symbol(context, &tape_name(&self.base)),
            )
            .attr(
                ops::CASES,
                Attr::array(context, &[Attr::string(context, TAPE)]),
            )
            .results(&types)
            .regions(1)
            .build();
        let block = opened.region(0).append_block(&types, builder.location());
        Builder::at_end(block, builder.location())
            .op(ops::YIELD)
            .operands(&block.args())
            .results(&[])
            .build();
        opened.results()
    }

    /// The function without its closures, which gives the tape instead.
    fn build_forward(&self, fields: &[Value<'a>], needed: &Needed) -> (Op<'a>, Halves<'a>) {
        let block = self.body();
        let end = block.terminator();
        let context = end.context();
        let mut returned = self.returned();
        if self.has_tape(needed) {
            let types: Vec<_> = fields.iter().map(|value| value.ty()).collect();
            let name = tape_name(&self.base);
            Builder::before(self.function)
                .op(ops::DATA)
                .attr("sym_name", Attr::string(context, &name))
                .attr("sym_visibility", Attr::string(context, "private"))
                .attr(
                    ops::CONSTRUCTORS,
                    Attr::array(context, &[Attr::string(context, TAPE)]),
                )
                .attr(ops::FIELDS, fields_attr(context, &[types]))
                .results(&[])
                .build();
            let tape = Builder::before(end)
                .op(ops::CONSTRUCT)
                .operands(fields)
                .attr(ops::DECLARATION, Attr::symbol(context, &name))
                .attr(ops::CONSTRUCTOR, Attr::string(context, TAPE))
                .results(&[self.tape])
                .build();
            returned.push(tape.result(0));
        }
        let makers: Vec<_> = block
            .ops()
            .into_iter()
            .filter(|&op| makes_functions(op))
            .collect();
        end.set_operands(&returned);
        erase_unused(&makers);
        let name = self.forward();
        let types: Vec<_> = returned.iter().map(|value| value.ty()).collect();
        let forward = private_function(self.function, &name, &self.arguments, &types);
        forward.region(0).take_blocks(self.function.region(0));
        let backward = (0..self.closures.len())
            .map(|index| self.kept(index, needed))
            .collect();
        let halves = Halves {
            forward: name,
            types,
            backward,
            results: self.results.clone(),
        };
        (forward, halves)
    }

    /// A backward half as its callers see it.
    fn kept(&self, index: usize, needed: &Needed) -> Backward<'a> {
        let name = self.backward(index);
        let count = self.arguments.len();
        let mask = &needed.0[&name];
        let needed = (0..mask.len()).filter(|&place| mask[place]);
        let tape = needed.map(|place| match place.checked_sub(count) {
            None => Kept::Argument(place),
            Some(result) => Kept::Result(result),
        });
        Backward {
            ty: self.closures[index],
            tape: tape.collect(),
            name,
        }
    }
}

fn tape_name(base: &str) -> String {
    format!("{base}${TAPE}")
}

fn is_function(value: Value<'_>) -> bool {
    is_fn_type(value.ty().to_melior())
}
