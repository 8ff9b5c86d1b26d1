//! A function that gives closures, taken apart into a forward half and a backward half for each closure.

use super::{
    branches::erase_unused,
    cut::{Cut, Needed, Origin, captures, makes_functions},
    notes::{hold_data, note},
};
use pullback_functional::{fn_signature, fn_type_of, is_fn_type, masks::Masks, ops};
use pullback_ir::{Attr, Builder, Mapping, Op, Type, Value, WalkOrder};

/// A function taken apart in thought.
pub(crate) struct Parts<'a> {
    origin: Origin<'a>,
    closures: Vec<Closure<'a>>,
    /// For each result of the function what gives it.
    results: Vec<Given>,
}

/// A function value that the function gives.
pub(crate) struct Closure<'a> {
    /// The value.
    pub value: Value<'a>,
    /// What is kept of the function for it.
    pub cut: Cut<'a>,
}

/// What gives a result of the function that was split.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Given {
    /// The result of the forward half at this position.
    Plain(usize),
    /// The closure at this position.
    Closure(usize),
}

impl<'a> Parts<'a> {
    /// `None` if a function value comes from where this pass does not see.
    pub fn of(function: Op<'a>) -> Option<Self> {
        let block = function.region(0).entry();
        let origin = Origin::new(block, Needed::default());
        let mut closures: Vec<Closure<'a>> = Vec::new();
        let mut results = Vec::new();
        let mut plain = 0;
        for value in block.terminator().operands() {
            if !is_fn_type(value.ty().to_melior()) {
                results.push(Given::Plain(plain));
                plain += 1;
                continue;
            }
            let known = closures.iter().position(|closure| closure.value == value);
            if known.is_none() {
                closures.push(Closure::of(value, &origin)?);
            }
            results.push(Given::Closure(known.unwrap_or(closures.len() - 1)));
        }
        Some(Self {
            origin,
            closures,
            results,
        })
    }

    /// Makes the halves; the function is left with an empty region.
    pub fn build(self, function: Op<'a>, base: &str) -> Halves<'a> {
        let block = self.origin.block();
        let end = block.terminator();
        let mut returned: Vec<_> = end.operands();
        returned.retain(|value| !is_fn_type(value.ty().to_melior()));
        let plain = returned.len();

        let mut backward = Vec::new();
        let masks = masks(&self.closures);
        for (index, closure) in self.closures.iter().enumerate() {
            let number = if index == 0 {
                String::new()
            } else {
                index.to_string()
            };
            let name = format!("{base}$bwd{number}");
            let half = closure.build(function, &name);
            let mut tape = Vec::new();
            for &value in &closure.cut.kept {
                tape.push(match value.block_argument() {
                    Some((_, index)) => Kept::Argument(index),
                    None => {
                        let known = returned.iter().position(|&other| other == value);
                        if known.is_none() {
                            returned.push(masks.keep(value));
                        }
                        Kept::Result(known.unwrap_or(returned.len() - 1))
                    }
                });
            }
            let made = Backward {
                name,
                ty: closure.value.ty(),
                tape,
            };
            let tape = returned[plain..].iter().map(|value| value.ty());
            if hold_data(tape) {
                note(half, &made, &format!("{base}$fwd"), plain);
            }
            backward.push(made);
        }

        let makers: Vec<_> = block
            .ops()
            .into_iter()
            .filter(|&op| makes_functions(op))
            .collect();
        end.set_operands(&returned);
        erase_unused(&makers);
        let name = format!("{base}$fwd");
        let types: Vec<_> = returned.iter().map(|value| value.ty()).collect();
        let inputs: Vec<_> = block.args().into_iter().map(Value::ty).collect();
        let forward = private_function(function, &name, &inputs, &types);
        forward.region(0).take_blocks(function.region(0));
        Halves {
            forward: name,
            types,
            backward,
            results: self.results,
        }
    }
}

/// The masks under which what is kept of a function is used, if that is for one closure.
pub(crate) fn masks<'a>(closures: &[Closure<'a>]) -> Masks<'a> {
    let [closure] = closures else {
        return Masks::default();
    };
    let makers = closure.cut.remade.iter().copied();
    let makers = makers.chain(lambda(closure.value));
    let ops = makers.flat_map(|op| op.walk(WalkOrder::Pre));
    Masks::of(&ops.collect::<Vec<_>>())
}

/// The lambda that a value is.
fn lambda(value: Value<'_>) -> Option<Op<'_>> {
    value.defining_op().filter(|op| op.is(ops::LAMBDA))
}

impl<'a> Closure<'a> {
    /// `None` if the value comes from where this pass does not see.
    pub fn of(value: Value<'a>, origin: &Origin<'a>) -> Option<Self> {
        let needs = match lambda(value) {
            Some(lambda) if lambda.block() == Some(origin.block()) => captures(lambda),
            _ => vec![value],
        };
        let cut = origin.cut(needs)?;
        Some(Self { value, cut })
    }

    /// The function with what is kept as leading parameters.
    fn build(&self, before: Op<'a>, name: &str) -> Op<'a> {
        let kept: Vec<_> = self.cut.kept.iter().map(|value| value.ty()).collect();
        self.build_with(before, name, &kept, |_, given| given.to_vec())
    }

    /// The function with leading parameters of these types, of which `open` makes what is kept.
    pub fn build_with(
        &self,
        before: Op<'a>,
        name: &str,
        leading: &[Type<'a>],
        open: impl FnOnce(&Builder<'a>, &[Value<'a>]) -> Vec<Value<'a>>,
    ) -> Op<'a> {
        let (parameters, results) = signature(self.value.ty());
        let kept = leading.len();
        let inputs = [leading.to_vec(), parameters].concat();
        let function = private_function(before, name, &inputs, &results);
        let location = self
            .value
            .defining_op()
            .map_or(before.location(), Op::location);
        function.set_location(location);
        let block = function.region(0).append_block(&inputs, location);
        let arguments = block.args();
        let builder = Builder::at_end(block, location);
        let mut mapping = Mapping::of(&self.cut.kept, &open(&builder, &arguments[..kept]));
        for &op in &self.cut.remade {
            op.clone_to_end(block, &mut mapping);
        }
        let made_here = mapping.get(self.value);
        let returned = match (made_here, lambda(self.value)) {
            // A function value made of others is applied; what it is made of is above.
            (Some(value), _) => {
                let apply = builder.op(ops::APPLY).operands(&[value]);
                let apply = apply.operands(&arguments[kept..]).results(&results);
                apply.build().results()
            }
            (None, lambda) => {
                let body = lambda
                    .expect("what is not remade is a lambda")
                    .region(0)
                    .entry();
                for (parameter, &argument) in body.args().into_iter().zip(&arguments[kept..]) {
                    mapping.insert(parameter, argument);
                }
                let end = body.terminator();
                for op in body.ops().into_iter().filter(|&op| op != end) {
                    op.clone_to_end(block, &mut mapping);
                }
                builder.set_location(end.location());
                end.operands()
                    .into_iter()
                    .map(|value| mapping.apply(value))
                    .collect()
            }
        };
        builder
            .op("func.return")
            .operands(&returned)
            .results(&[])
            .build();
        function
    }
}

pub(crate) fn signature(ty: Type<'_>) -> (Vec<Type<'_>>, Vec<Type<'_>>) {
    let (inputs, results) = fn_signature(ty.to_melior()).unwrap_or_default();
    let ours = |types: Vec<_>| types.into_iter().map(Type::from_melior).collect();
    (ours(inputs), ours(results))
}

/// A private function without a block.
pub(crate) fn private_function<'a>(
    before: Op<'a>,
    name: &str,
    inputs: &[Type<'a>],
    results: &[Type<'a>],
) -> Op<'a> {
    let builder = Builder::before(before);
    let context = builder.context();
    let ty = Type::function(context, inputs, results);
    builder
        .op("func.func")
        .attr("sym_name", Attr::string(context, name))
        .attr("function_type", Attr::of_type(ty))
        .attr("sym_visibility", Attr::string(context, "private"))
        .results(&[])
        .regions(1)
        .build()
}

/// A function that was split.
pub(crate) struct Halves<'a> {
    /// The name of the forward half.
    pub forward: String,
    /// The results of the forward half.
    pub types: Vec<Type<'a>>,
    /// The other halves.
    pub backward: Vec<Backward<'a>>,
    /// For each result of the function what gives it.
    pub results: Vec<Given>,
}

/// A closure as a function of the module.
pub(crate) struct Backward<'a> {
    /// Its name.
    pub name: String,
    /// The closure's type.
    pub ty: Type<'a>,
    /// What it takes before the closure's arguments.
    pub tape: Vec<Kept>,
}

/// Where a caller has a value of the tape.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kept {
    /// It gave the value as this argument.
    Argument(usize),
    /// It got the value as this result.
    Result(usize),
}

impl Kept {
    /// The value at a call of the forward half.
    pub fn of(self, call: Op<'_>) -> Value<'_> {
        match self {
            Self::Argument(index) => call.operand(index),
            Self::Result(index) => call.result(index),
        }
    }

    /// Whether it is a result.
    pub fn is_result(self) -> bool {
        matches!(self, Self::Result(_))
    }

    /// The value among those that the forward half is given and gives.
    pub fn among<'a>(self, arguments: &[Value<'a>], got: &[Value<'a>]) -> Value<'a> {
        match self {
            Self::Argument(index) => arguments[index],
            Self::Result(index) => got[index],
        }
    }
}

impl<'a> Halves<'a> {
    pub fn symbols(&self) -> impl Iterator<Item = String> {
        let backward = self.backward.iter().map(|half| half.name.clone());
        backward.chain([self.forward.clone()])
    }

    /// Calls the halves instead.
    pub fn call(&self, call: Op<'a>) {
        let builder = Builder::before(call);
        let arguments = call.operands();
        let got = self.call_forward(&builder, &arguments);
        for (result, given) in call.results().into_iter().zip(&self.results) {
            match *given {
                Given::Plain(index) => result.replace_all_uses_with(got[index]),
                Given::Closure(index) => {
                    let half = &self.backward[index];
                    let tape = half.tape(&arguments, &got);
                    for use_ in result.uses() {
                        if use_.op.is(ops::APPLY) && use_.index == 0 {
                            half.call(use_.op, &tape);
                        }
                    }
                    if result.has_uses() {
                        result.replace_all_uses_with(half.bind(&builder, &tape));
                    }
                }
            }
        }
        call.erase();
    }

    fn call_forward(&self, builder: &Builder<'a>, arguments: &[Value<'a>]) -> Vec<Value<'a>> {
        builder
            .op("func.call")
            .operands(arguments)
            .attr("callee", Attr::symbol(builder.context(), &self.forward))
            .results(&self.types)
            .build()
            .results()
    }

    /// Gives the function, which is empty, a body that calls the halves: something else than a call names it.
    pub fn wrap(&self, function: Op<'a>) {
        let (inputs, _) = function.function_type().unwrap_or_default();
        let location = function.location();
        let block = function.region(0).append_block(&inputs, location);
        let builder = Builder::at_end(block, location);
        let arguments = block.args();
        let got = self.call_forward(&builder, &arguments);
        let result = |given: &Given| match *given {
            Given::Plain(index) => got[index],
            Given::Closure(index) => {
                let half = &self.backward[index];
                half.bind(&builder, &half.tape(&arguments, &got))
            }
        };
        let results: Vec<_> = self.results.iter().map(result).collect();
        builder
            .op("func.return")
            .operands(&results)
            .results(&[])
            .build();
    }
}

impl<'a> Backward<'a> {
    fn tape(&self, arguments: &[Value<'a>], got: &[Value<'a>]) -> Vec<Value<'a>> {
        let value = |kept: &Kept| kept.among(arguments, got);
        self.tape.iter().map(value).collect()
    }

    /// `apply` becomes a call.
    pub fn call(&self, apply: Op<'a>, tape: &[Value<'a>]) {
        let builder = Builder::before(apply);
        let call = builder
            .op("func.call")
            .operands(tape)
            .operands(&apply.operands()[1..])
            .attr("callee", Attr::symbol(builder.context(), &self.name))
            .results(&apply.result_types())
            .build();
        apply.replace_with(&call.results());
    }

    /// The closure as a function value.
    pub fn bind(&self, builder: &Builder<'a>, tape: &[Value<'a>]) -> Value<'a> {
        let context = builder.context();
        let (parameters, results) = signature(self.ty);
        let bound = tape.iter().map(|value| value.ty());
        let inputs: Vec<_> = bound.chain(parameters).collect();
        let whole = fn_type_of(Type::function(context, &inputs, &results).to_melior());
        let whole = Type::from_melior(whole.expect("a function type has a function value's type"));
        let reference = builder
            .op(ops::REF)
            .attr(ops::SYMBOL, Attr::symbol(context, &self.name))
            .results(&[whole])
            .build()
            .result(0);
        if tape.is_empty() {
            return reference;
        }
        let partial = builder
            .op(ops::PARTIAL)
            .operands(&[reference])
            .operands(tape);
        partial.results(&[self.ty]).build().result(0)
    }
}
