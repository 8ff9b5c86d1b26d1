//! Custom rules: functions that name the functions that stand for their derivatives.
//!
//! `functional.custom_vjp` has the type of `vjp` of the function, `functional.custom_jvp` that of `jvp`, for all
//! differentiable arguments; the dialect's verifier holds both. The derived function calls the rule, so that the
//! derivative of a derivative differentiates the rule. A function without function values captures nothing: its rule
//! sees everything that its results depend on.

use crate::{
    functions::{apply, call, fn_type, lambda, private_function},
    leaves::{explode, leaves, pack},
    names::{Key, Mode},
};
use pullback_functional::{
    ops::{CUSTOM_JVP, CUSTOM_VJP},
    types::tangent_type,
};
use pullback_ir::{Attr, Builder, Op, Type, Value};
use pullback_pass::Error;

/// The rules of a function.
pub struct Rules<'a> {
    primal: Op<'a>,
    vjp: Option<&'a str>,
    jvp: Option<&'a str>,
    inputs: Vec<Type<'a>>,
    results: Vec<Type<'a>>,
}

impl<'a> Rules<'a> {
    /// `None` if the function has none.
    pub fn of(primal: Op<'a>) -> Option<Self> {
        let rule = |name| primal.attr(name).and_then(Attr::as_symbol);
        let (vjp, jvp) = (rule(CUSTOM_VJP), rule(CUSTOM_JVP));
        let (inputs, results) = primal.function_type()?;
        (vjp.is_some() || jvp.is_some()).then_some(Self {
            primal,
            vjp,
            jvp,
            inputs,
            results,
        })
    }

    /// Makes the function of `key`, which calls a rule.
    pub fn derive(&self, key: &Key) -> Result<(), Error> {
        match (key.mode, self.vjp, self.jvp) {
            (Mode::Reverse, Some(vjp), _) => self.reverse(key, vjp),
            (Mode::Reverse, None, Some(jvp)) => self.reverse_by_columns(key, jvp)?,
            (Mode::Forward, _, Some(jvp)) => self.forward(key, jvp),
            (Mode::Forward, Some(vjp), None) => self.forward_by_rows(key, vjp)?,
            (_, None, None) => {}
        }
        Ok(())
    }

    fn varied_leaves(&self, key: &Key) -> Vec<Type<'a>> {
        let all = leaves_of(&self.inputs).into_iter().zip(&key.varied);
        all.filter(|(_, varied)| **varied)
            .map(|(ty, _)| ty)
            .collect()
    }

    /// The types of `vjp`'s results.
    fn vjp_results(&self) -> Vec<Type<'a>> {
        let context = self.primal.context();
        let pullback = fn_type(context, &tangents(&self.results), &tangents(&self.inputs));
        [self.results.as_slice(), &[pullback]].concat()
    }

    /// The types of `jvp`'s results.
    fn jvp_results(&self) -> Vec<Type<'a>> {
        [self.results.as_slice(), &tangents(&self.results)].concat()
    }

    /// The derived reverse function: `primal` gives the results and what `pull` needs to make cotangents of the
    /// arguments out of those of the results.
    fn reverse_function<S>(
        &self,
        key: &Key,
        primal: impl FnOnce(&Builder<'a>, &[Value<'a>]) -> (Vec<Value<'a>>, S),
        pull: impl FnOnce(&Builder<'a>, S, &[Value<'a>]) -> Vec<Value<'a>>,
    ) {
        let cotangents = key.cotangents(&self.results);
        let gradients = self.varied_leaves(key);
        let context = self.primal.context();
        let mut results = self.results.clone();
        results.push(fn_type(context, &cotangents, &gradients));
        let (_, block) = private_function(self.primal, &key.name(), &self.inputs, &results);
        let builder = Builder::at_end(block, self.primal.location());
        let (mut returned, state) = primal(&builder, &block.args());
        let body = |builder: &Builder<'a>, given: &[Value<'a>]| {
            let mut given = given.iter().copied();
            let all = leaves_of(&self.results).into_iter().zip(&key.useful);
            let all: Vec<Value<'a>> = all
                .map(|(ty, useful)| match useful {
                    true => given.next().expect("one cotangent a useful leaf"),
                    false => zero(builder, ty),
                })
                .collect();
            pull(builder, state, &all)
        };
        returned.push(lambda(&builder, &cotangents, &gradients, body));
        finish(&builder, &returned);
    }

    fn reverse(&self, key: &Key, vjp: &str) {
        self.reverse_function(
            key,
            |builder, arguments| {
                let mut values = call(builder, vjp, arguments, &self.vjp_results());
                let pullback = values.pop().expect("the pullback is the last result");
                (values, pullback)
            },
            |builder, pullback, cotangents| self.pull(builder, key, pullback, cotangents),
        );
    }

    /// A cotangent is the product with the transposed Jacobian, whose rows are the columns that `jvp` gives.
    fn reverse_by_columns(&self, key: &Key, jvp: &str) -> Result<(), Error> {
        self.check_scalars(key, CUSTOM_JVP, CUSTOM_VJP)?;
        let name = self.primal.symbol_name().unwrap_or_default();
        let types = self.varied_leaves(key);
        self.reverse_function(
            key,
            |builder, arguments| {
                let values = call(builder, name, arguments, &self.results);
                (values, arguments.to_vec())
            },
            |builder, arguments, cotangents| {
                let column = |index| {
                    let tangents = unit(builder, &types, index);
                    let mut values = self.push(builder, key, jvp, &arguments, &tangents);
                    let column = values.split_off(self.results.len());
                    inner_product(builder, types[index], &column, cotangents)
                };
                (0..types.len()).map(column).collect()
            },
        );
        Ok(())
    }

    /// The derived forward function: `body` gets the arguments and the tangents of their varied leaves.
    fn forward_function(
        &self,
        key: &Key,
        body: impl FnOnce(&Builder<'a>, &[Value<'a>], &[Value<'a>]) -> Vec<Value<'a>>,
    ) {
        let inputs = [self.inputs.as_slice(), &self.varied_leaves(key)].concat();
        let results = [self.results.as_slice(), &leaves_of(&self.results)].concat();
        let (_, block) = private_function(self.primal, &key.name(), &inputs, &results);
        let builder = Builder::at_end(block, self.primal.location());
        let arguments = block.args();
        let (primal, tangents) = arguments.split_at(self.inputs.len());
        let returned = body(&builder, primal, tangents);
        finish(&builder, &returned);
    }

    fn forward(&self, key: &Key, jvp: &str) {
        self.forward_function(key, |builder, arguments, tangents| {
            self.push(builder, key, jvp, arguments, tangents)
        });
    }

    /// Calls `jvp` with these tangents of the varied leaves: the results, then the leaves of their tangents.
    fn push(
        &self,
        builder: &Builder<'a>,
        key: &Key,
        jvp: &str,
        arguments: &[Value<'a>],
        tangents: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        let mut given = tangents.iter().copied();
        let all = leaves_of(&self.inputs).into_iter().zip(&key.varied);
        let all: Vec<Value<'a>> = all
            .map(|(ty, varied)| match varied {
                true => given.next().expect("one tangent a varied leaf"),
                false => zero(builder, ty),
            })
            .collect();
        let mut operands = arguments.to_vec();
        operands.extend(packed(builder, &self.inputs, &all));
        let mut values = call(builder, jvp, &operands, &self.jvp_results());
        let tangents = values.split_off(self.results.len());
        values.extend(
            tangents
                .into_iter()
                .flat_map(|tangent| explode(builder, tangent)),
        );
        values
    }

    /// Applies the pullback of `vjp` to the leaves of cotangents: the varied leaves of the gradients.
    fn pull(
        &self,
        builder: &Builder<'a>,
        key: &Key,
        pullback: Value<'a>,
        cotangents: &[Value<'a>],
    ) -> Vec<Value<'a>> {
        let packed = packed(builder, &self.results, cotangents);
        let gradients = apply(builder, pullback, &packed).into_iter();
        let gradients = gradients.flat_map(|gradient| explode(builder, gradient));
        gradients
            .zip(&key.varied)
            .filter(|(_, varied)| **varied)
            .map(|(gradient, _)| gradient)
            .collect()
    }

    /// A tangent is the product with the Jacobian, whose rows `vjp` gives.
    fn forward_by_rows(&self, key: &Key, vjp: &str) -> Result<(), Error> {
        self.check_scalars(key, CUSTOM_VJP, CUSTOM_JVP)?;
        self.forward_function(key, |builder, arguments, tangents| {
            let mut values = call(builder, vjp, arguments, &self.vjp_results());
            let pullback = values.pop().expect("the pullback is the last result");
            let types = leaves_of(&self.results);
            for index in 0..types.len() {
                let row = self.pull(builder, key, pullback, &unit(builder, &types, index));
                values.push(inner_product(builder, types[index], &row, tangents));
            }
            values
        });
        Ok(())
    }

    /// What is made of the other rule is made of rows or columns of numbers.
    fn check_scalars(&self, key: &Key, given: &str, missing: &str) -> Result<(), Error> {
        let all = [self.varied_leaves(key), leaves_of(&self.results)].concat();
        if all.iter().all(|ty| ty.is_float() && *ty == all[0]) {
            return Ok(());
        }
        let mode = match key.mode {
            Mode::Reverse => "reverse",
            Mode::Forward => "forward",
        };
        Err(Error::at(
            self.primal,
            format!(
                "the {mode} derivative of @{} cannot be made from its '{given}', for its differentiable arguments and results are not all floats of one type; give it a '{missing}' too",
                self.primal.symbol_name().unwrap_or_default()
            ),
        ))
    }
}

fn leaves_of<'a>(types: &[Type<'a>]) -> Vec<Type<'a>> {
    types.iter().flat_map(|ty| leaves(*ty)).collect()
}

/// The tangent types of those that have a tangent.
fn tangents<'a>(types: &[Type<'a>]) -> Vec<Type<'a>> {
    let differentiable = types.iter().filter(|ty| !leaves(**ty).is_empty());
    differentiable
        .map(|ty| Type::from_melior(tangent_type(ty.to_melior())))
        .collect()
}

/// Tangents of values of these types, from their leaves.
fn packed<'a>(builder: &Builder<'a>, types: &[Type<'a>], leaf: &[Value<'a>]) -> Vec<Value<'a>> {
    let mut given = leaf.iter().copied();
    let differentiable = types.iter().filter(|ty| !leaves(**ty).is_empty());
    differentiable
        .map(|ty| pack(builder, *ty, &mut given))
        .collect()
}

fn zero<'a>(builder: &Builder<'a>, ty: Type<'a>) -> Value<'a> {
    pullback_functional::build::zero(builder, ty)
}

/// One at a place, zero elsewhere.
fn unit<'a>(builder: &Builder<'a>, types: &[Type<'a>], place: usize) -> Vec<Value<'a>> {
    let all = types.iter().enumerate();
    all.map(|(index, ty)| builder.float(*ty, if index == place { 1.0 } else { 0.0 }))
        .collect()
}

fn inner_product<'a>(
    builder: &Builder<'a>,
    ty: Type<'a>,
    left: &[Value<'a>],
    right: &[Value<'a>],
) -> Value<'a> {
    let binary = |name: &str, a: Value<'a>, b: Value<'a>| {
        let op = builder.op(name).operands(&[a, b]).results(&[ty]);
        op.build().result(0)
    };
    let products = left
        .iter()
        .zip(right)
        .map(|(a, b)| binary("arith.mulf", *a, *b));
    products
        .collect::<Vec<_>>()
        .into_iter()
        .reduce(|sum, product| binary("arith.addf", sum, product))
        .unwrap_or_else(|| zero(builder, ty))
}

fn finish<'a>(builder: &Builder<'a>, returned: &[Value<'a>]) {
    let end = builder.op("func.return").operands(returned).results(&[]);
    end.build();
}
