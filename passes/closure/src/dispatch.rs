//! Calls of function values: calls of functions, with a choice between them where there are several.

use crate::{convert::Layout, flow::Set, shape::Shape};
use pullback_functional::{fn_type_of, ops};
use pullback_ir::{Attr, Builder, Op, Type, Value};
use std::{collections::BTreeMap, rc::Rc};

/// What becomes of an element. Holds no value of the text but those that the element keeps, since block
/// arguments go away while lambdas are lifted.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    /// The op that makes the element.
    pub op: Op<'a>,
    /// The values that it keeps.
    pub keeps: Vec<Value<'a>>,
    /// The names of what a `partial` binds, where it has some.
    pub names: Vec<String>,
    /// What a call of it calls.
    pub target: Target<'a>,
}

/// What a call calls.
#[derive(Debug)]
pub(crate) enum Target<'a> {
    /// Nothing: the function value stays.
    None,
    /// A function of the module: takes what the element keeps, then its parameters.
    Function {
        symbol: String,
        params: Vec<Rc<Shape<'a>>>,
        returns: Vec<Rc<Shape<'a>>>,
    },
    /// What a `partial` binds arguments of.
    Partial {
        callee: Set,
        bound: Vec<Rc<Shape<'a>>>,
    },
}

/// A function that calls whichever of a set its first argument is.
#[derive(Debug)]
pub(crate) struct Caller<'a> {
    /// Its name.
    pub symbol: String,
    /// The representation of the set.
    pub set: Type<'a>,
    /// What its next arguments stand for, of what the functions capture: names and types.
    pub captures: Vec<(String, Type<'a>)>,
    /// Its other arguments.
    pub params: Vec<Rc<Shape<'a>>>,
    /// Its results.
    pub returns: Vec<Rc<Shape<'a>>>,
}

/// A call in the text.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The `functional.apply`.
    pub op: Op<'a>,
    /// What may be called.
    pub callee: Set,
    /// The arguments.
    pub arguments: Vec<Rc<Shape<'a>>>,
    /// The results.
    pub results: Vec<Rc<Shape<'a>>>,
}

/// Builds calls.
pub(crate) struct Dispatcher<'p, 'a> {
    /// What becomes of each element.
    pub plans: &'p [Plan<'a>],
    /// How values are represented.
    pub layout: &'p Layout<'a>,
    /// The sets that are called by a function of their own.
    pub callers: &'p BTreeMap<Set, Caller<'a>>,
}

type Shapes<'a> = [Rc<Shape<'a>>];

impl<'a> Caller<'a> {
    /// The types of all its arguments.
    pub fn inputs(&self) -> Vec<Type<'a>> {
        let mut inputs = vec![self.set];
        inputs.extend(self.captures.iter().map(|(_, ty)| *ty));
        inputs.extend(types(&self.params));
        inputs
    }

    /// The type of a reference to it.
    fn ty(&self) -> Type<'a> {
        let context = self.set.context();
        let ty = Type::function(context, &self.inputs(), &types(&self.returns));
        fn_type_of(ty.to_melior()).map_or(ty, Type::from_melior)
    }
}

impl<'a> Dispatcher<'_, 'a> {
    /// Replaces a `functional.apply`, whose operands are represented already.
    pub fn call(&self, call: &Call<'a>) {
        let builder = Builder::before(call.op);
        let operands = call.op.operands();
        let results = self.any(
            &builder,
            (operands[0], &call.callee),
            (&operands[1..], &call.arguments),
            &call.results,
        );
        call.op.replace_with(&results);
    }

    /// Calls whichever of a set a value is.
    fn any(
        &self,
        builder: &Builder<'a>,
        (callee, set): (Value<'a>, &Set),
        (arguments, shapes): (&[Value<'a>], &Shapes<'a>),
        results: &Shapes<'a>,
    ) -> Vec<Value<'a>> {
        if let Some(caller) = self.callers.get(set) {
            let mut values = vec![callee];
            let arguments = &self
                .layout
                .coerce_all(builder, arguments, shapes, &caller.params);
            values.extend(arguments);
            let given = call(builder, &caller.symbol, &values, &types(&caller.returns));
            return self
                .layout
                .coerce_all(builder, &given, &caller.returns, results);
        }
        self.choose(builder, (callee, set), (arguments, shapes), results)
    }

    /// As [`Self::any`], by a conditional or a match here.
    fn choose(
        &self,
        builder: &Builder<'a>,
        (callee, set): (Value<'a>, &Set),
        arguments: (&[Value<'a>], &Shapes<'a>),
        results: &Shapes<'a>,
    ) -> Vec<Value<'a>> {
        let one = |builder: &Builder<'a>, element, keeps: &[Value<'a>]| {
            self.one(builder, element, keeps, arguments, results)
        };
        let types = types(results);
        self.layout.eliminate(builder, callee, set, &types, &one)
    }

    /// Calls one function with what it keeps.
    fn one(
        &self,
        builder: &Builder<'a>,
        element: usize,
        keeps: &[Value<'a>],
        (arguments, shapes): (&[Value<'a>], &Shapes<'a>),
        results: &Shapes<'a>,
    ) -> Vec<Value<'a>> {
        match &self.plans[element].target {
            Target::None => Vec::new(),
            Target::Function {
                symbol,
                params,
                returns,
            } => {
                let mut values = keeps.to_vec();
                values.extend(self.layout.coerce_all(builder, arguments, shapes, params));
                let given = call(builder, symbol, &values, &types(returns));
                self.layout.coerce_all(builder, &given, returns, results)
            }
            Target::Partial { callee, bound } => {
                let values = [&keeps[1..], arguments].concat();
                let shapes = [bound.as_slice(), shapes].concat();
                self.any(builder, (keeps[0], callee), (&values, &shapes), results)
            }
        }
    }

    /// Fills the function of a set.
    pub fn fill(&self, set: &Set, caller: &Caller<'a>, function: Op<'a>) {
        let location = function.location();
        let block = function.region(0).append_block(&caller.inputs(), location);
        let builder = Builder::at_end(block, location);
        let arguments = block.args();
        let (captured, given) = arguments[1..].split_at(caller.captures.len());
        let names = caller.captures.iter().map(|(name, _)| name.as_str());
        let captured: Vec<_> = names.zip(captured.iter().copied()).collect();
        let callee = (arguments[0], set);
        let given = (given, caller.params.as_slice());
        let results = if captured.is_empty() {
            self.choose(&builder, callee, given, &caller.returns)
        } else {
            self.choose_with(&builder, callee, &captured, given, &caller.returns)
        };
        builder
            .op("func.return")
            .operands(&results)
            .results(&[])
            .build();
    }

    /// As [`Self::choose`], with other values in the place of those that the functions capture under these names.
    fn choose_with(
        &self,
        builder: &Builder<'a>,
        (callee, set): (Value<'a>, &Set),
        captured: &[(&str, Value<'a>)],
        (arguments, shapes): (&[Value<'a>], &Shapes<'a>),
        results: &Shapes<'a>,
    ) -> Vec<Value<'a>> {
        let one = |builder: &Builder<'a>, element: usize, keeps: &[Value<'a>]| {
            let plan = &self.plans[element];
            let Target::Partial { callee, bound } = &plan.target else {
                return self.one(builder, element, keeps, (arguments, shapes), results);
            };
            let mut values = keeps[1..].to_vec();
            let mut rest = Vec::new();
            for &(name, value) in captured {
                match plan.names.iter().position(|other| other == name) {
                    Some(index) => values[index] = value,
                    None => rest.push((name, value)),
                }
            }
            values.extend(arguments);
            let shapes = [bound.as_slice(), shapes].concat();
            let callee = (keeps[0], callee);
            if rest.is_empty() {
                return self.any(builder, callee, (&values, &shapes), results);
            }
            self.choose_with(builder, callee, &rest, (&values, &shapes), results)
        };
        let types = types(results);
        self.layout.eliminate(builder, callee, set, &types, &one)
    }

    /// What a function of a set captures under a name.
    fn captured(
        &self,
        builder: &Builder<'a>,
        (value, set): (Value<'a>, &Set),
        (name, ty): (&str, Type<'a>),
    ) -> Value<'a> {
        let one = |builder: &Builder<'a>, element: usize, keeps: &[Value<'a>]| {
            let plan = &self.plans[element];
            let index = plan.names.iter().position(|other| other == name);
            vec![match (index, &plan.target) {
                (Some(index), _) => keeps[index + 1],
                (None, Target::Partial { callee, .. }) => {
                    self.captured(builder, (keeps[0], callee), (name, ty))
                }
                // The planner saw to it that every function has the name.
                _ => crate::convert::poison(builder, ty),
            }]
        };
        self.layout.eliminate(builder, value, set, &[ty], &one)[0]
    }

    /// The value of a set as a function of the module that has what is captured as named arguments.
    pub fn function_with_captures(
        &self,
        builder: &Builder<'a>,
        (value, set): (Value<'a>, &Set),
        caller: &Caller<'a>,
        ty: Type<'a>,
    ) -> Value<'a> {
        let mut bound = vec![value];
        let mut names = vec![Attr::string(builder.context(), "")];
        for (name, ty) in &caller.captures {
            bound.push(self.captured(builder, (value, set), (name, *ty)));
            names.push(Attr::string(builder.context(), name));
        }
        let partial = bind(builder, &caller.symbol, caller.ty(), &bound, ty);
        if let Some(op) = partial.defining_op() {
            op.set_attr(ops::NAMES, Attr::array(builder.context(), &names));
        }
        partial
    }

    /// The value of a set as a function of the module with arguments bound: a value of the function value's type
    /// `ty`, which takes and gives data.
    pub fn function_value(
        &self,
        builder: &Builder<'a>,
        (value, set): (Value<'a>, &Set),
        ty: Type<'a>,
    ) -> Value<'a> {
        let context = builder.context();
        if let Some(caller) = self.callers.get(set) {
            return bind(builder, &caller.symbol, caller.ty(), &[value], ty);
        }
        let Some((
            &element,
            Target::Function {
                symbol,
                params,
                returns,
            },
        )) = set
            .first()
            .map(|element| (element, &self.plans[*element].target))
        else {
            return crate::convert::poison(builder, ty);
        };
        let keeps = self.layout.eliminate(
            builder,
            value,
            set,
            &self.layout.records[element],
            &|_, _, keeps| keeps.to_vec(),
        );
        let mut inputs = self.layout.records[element].clone();
        inputs.extend(types(params));
        let whole = Type::function(context, &inputs, &types(returns));
        let whole = fn_type_of(whole.to_melior()).map_or(whole, Type::from_melior);
        bind(builder, symbol, whole, &keeps, ty)
    }
}

/// A reference to a function with its leading arguments bound.
fn bind<'a>(
    builder: &Builder<'a>,
    symbol: &str,
    whole: Type<'a>,
    arguments: &[Value<'a>],
    ty: Type<'a>,
) -> Value<'a> {
    let reference = builder
        .op(ops::REF)
        .attr(ops::SYMBOL, Attr::symbol(builder.context(), symbol))
        .results(&[whole])
        .build()
        .result(0);
    if arguments.is_empty() {
        return reference;
    }
    builder
        .op(ops::PARTIAL)
        .operands(&[reference])
        .operands(arguments)
        .results(&[ty])
        .build()
        .result(0)
}

/// The types of representations.
pub(crate) fn types<'a>(shapes: &Shapes<'a>) -> Vec<Type<'a>> {
    shapes.iter().map(|shape| shape.ty()).collect()
}

fn call<'a>(
    builder: &Builder<'a>,
    symbol: &str,
    arguments: &[Value<'a>],
    results: &[Type<'a>],
) -> Vec<Value<'a>> {
    builder
        .op("func.call")
        .attr("callee", Attr::symbol(builder.context(), symbol))
        .operands(arguments)
        .results(results)
        .build()
        .results()
}
