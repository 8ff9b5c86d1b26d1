//! Derivative operators by central differences, refined by Richardson's extrapolation.
//!
//! With double-double numbers a derivative has some 20 digits, and one of a derivative some 15. It shares no
//! code and no idea with the passes, which is what it is for. Where the differences tell that there is no derivative,
//! on a kink or beside a jump, it is an error.

use super::{
    Error, ErrorKind, Type, Value,
    value::{self, Node},
};
use crate::number::{Binary, Number};
use pullback_functional::ops;
use pullback_ir::Op;

/// A derivative operator.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Operator {
    mode: Mode,
    wrt: Vec<usize>,
    inputs: Vec<Type>,
    results: Vec<Type>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Grad,
    ValueAndGrad,
    Vjp,
    Jvp,
}

/// A function that a derivative operator, or a function made by one, gives.
///
/// The fields of its node are the function, the arguments of all stages so far, and what the role adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    operator: Operator,
    role: Role,
    /// How many arguments each application had.
    stages: Vec<usize>,
    /// Where in its results the function of the next stage stands.
    paths: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// The derivative itself.
    Function,
    /// The tangent of a function result; the tangents of the arguments follow.
    Tangent,
    /// The pullback.
    Pullback,
}

impl Operator {
    /// `None`: the form is not supported.
    pub fn of(op: Op<'_>) -> Option<Self> {
        let Type::Function(inputs, results) = Type::of(op.operand(0).ty()) else {
            return None;
        };
        if op.attr(ops::CAPTURES).is_some() {
            return None;
        }
        let wrt = match op.attr(ops::WRT) {
            Some(list) => list
                .as_i64s()?
                .into_iter()
                .map(|index| index as usize)
                .collect(),
            None => (0..inputs.len())
                .filter(|&index| inputs[index].is_differentiable())
                .collect(),
        };
        let mode = match op.name() {
            ops::GRAD => Mode::Grad,
            ops::VALUE_AND_GRAD => Mode::ValueAndGrad,
            ops::VJP => Mode::Vjp,
            _ => Mode::Jvp,
        };
        Some(Self {
            mode,
            wrt,
            inputs,
            results,
        })
    }

    /// The derivative of a function value.
    pub fn apply<N>(&self, function: Value<N>) -> Value<N> {
        let head = Head {
            operator: self.clone(),
            role: Role::Function,
            stages: vec![],
            paths: vec![],
        };
        Value::node(value::Head::Derivative(Box::new(head)), vec![function])
    }
}

/// What a derivation does next.
pub(super) enum Next<N> {
    Call(Value<N>, Vec<Value<N>>),
    Done(Vec<Value<N>>),
}

/// A derivative that is being computed.
#[derive(Debug)]
pub(super) struct Derivation<N> {
    head: Head,
    function: Value<N>,
    stages: Vec<Vec<Value<N>>>,
    /// The types of the results of the last stage.
    types: Vec<Type>,
    directions: Vec<Vec<N>>,
    /// For a pullback: the cotangents.
    seeds: Vec<N>,
    base: Vec<Value<N>>,
    /// The leaves of the results, a list for each evaluation; first the one where nothing is moved.
    evaluations: Vec<Vec<N>>,
    /// The stage that runs.
    stage: usize,
}

/// Two signs for each of these fractions of the step.
const LEVELS: i32 = 4;

/// Begins to apply a function that is a derivative.
pub(super) fn begin<N: Number>(
    head: &Head,
    node: &Node<N>,
    arguments: Vec<Value<N>>,
) -> Result<Result<Derivation<N>, Vec<Value<N>>>, Error> {
    let mut head = head.clone();
    let operator = head.operator.clone();
    let mut fields = node.fields.iter().cloned();
    let function = fields.next().unwrap_or(Value::Poison);
    let mut stages: Vec<Vec<_>> = vec![];
    for &count in &head.stages {
        stages.push(fields.by_ref().take(count).collect());
    }
    let mut extra: Vec<Value<N>> = fields.collect();
    let mut seeds = vec![];
    match (head.role, operator.mode) {
        (Role::Function, Mode::Jvp) => {
            let mut arguments = arguments;
            extra = arguments.split_off(operator.inputs.len());
            stages.push(arguments);
        }
        (Role::Pullback, _) => {
            let types = operator.results.iter().filter(|ty| ty.is_differentiable());
            for (ty, value) in types.zip(&arguments) {
                leaves(value, ty, &mut seeds)?;
            }
        }
        _ => stages.push(arguments),
    }
    head.stages = stages.iter().map(Vec::len).collect();
    let types =
        result_types(&operator.results, &head.paths).ok_or_else(|| unsupported("a path"))?;
    if matches!(operator.mode, Mode::Grad | Mode::ValueAndGrad)
        && matches!(types.as_slice(), [Type::Function(..)])
    {
        head.paths.push(vec![0]);
        let fields = [function]
            .into_iter()
            .chain(stages.into_iter().flatten())
            .collect();
        let pending = Value::node(value::Head::Derivative(Box::new(head)), fields);
        return Ok(Err(vec![pending]));
    }
    let wrt: Vec<&Type> = operator
        .wrt
        .iter()
        .map(|&index| &operator.inputs[index])
        .collect();
    let mut point = vec![];
    for (ty, &index) in wrt.iter().zip(&operator.wrt) {
        leaves(&stages[0][index], ty, &mut point)?;
    }
    let directions = match (head.role, operator.mode) {
        (Role::Function, Mode::Vjp) => vec![],
        (Role::Tangent, _) | (Role::Function, Mode::Jvp) => {
            let mut direction = vec![];
            for (ty, value) in wrt.iter().zip(&extra) {
                leaves(value, ty, &mut direction)?;
            }
            vec![direction]
        }
        _ => (0..point.len())
            .map(|one| {
                (0..point.len())
                    .map(|leaf| N::from_int((leaf == one).into()))
                    .collect()
            })
            .collect(),
    };
    // Kept for the tangents of functions among the results.
    if operator.mode == Mode::Jvp {
        stages.push(extra);
    }
    Ok(Ok(Derivation {
        head,
        function,
        stages,
        types,
        directions,
        seeds,
        base: vec![],
        evaluations: vec![],
        stage: 0,
    }))
}

fn result_types(results: &[Type], paths: &[Vec<usize>]) -> Option<Vec<Type>> {
    let mut types = results.to_vec();
    for path in paths {
        let (first, rest) = path.split_first()?;
        let mut at = types.get(*first)?;
        for &index in rest {
            let Type::Tuple(fields) = at else { return None };
            at = fields.get(index)?;
        }
        let Type::Function(_, results) = at else {
            return None;
        };
        types = results.clone();
    }
    Some(types)
}

impl<N: Number> Derivation<N> {
    /// The next call, or the results.
    pub fn next(&mut self) -> Result<Next<N>, Error> {
        let all = 1 + self.directions.len() * 2 * LEVELS as usize;
        if self.evaluations.len() == all {
            return self.finish().map(Next::Done);
        }
        self.stage = 0;
        let arguments = match self.evaluations.len().checked_sub(1) {
            None => self.stages[0].clone(),
            Some(number) => {
                let (direction, rest) = (
                    number / (2 * LEVELS as usize),
                    number % (2 * LEVELS as usize),
                );
                let size = self.step(direction) * 0.5f64.powi(rest as i32 / 2);
                let size = N::from_f64(if rest % 2 == 0 { size } else { -size });
                let mut delta = self.directions[direction]
                    .iter()
                    .map(|&along| times(along, size));
                let mut arguments = self.stages[0].clone();
                for &index in &self.head.operator.wrt {
                    let ty = &self.head.operator.inputs[index];
                    arguments[index] = moved(&arguments[index], ty, &mut delta);
                }
                arguments
            }
        };
        Ok(Next::Call(self.function.clone(), arguments))
    }

    /// Takes the results of the last call.
    pub fn take(&mut self, results: Vec<Value<N>>) -> Result<Option<Next<N>>, Error> {
        if let Some(path) = self.head.paths.get(self.stage) {
            self.stage += 1;
            let mut value = results[path[0]].clone();
            for &index in &path[1..] {
                let field = value
                    .as_node()
                    .and_then(|node| node.fields.get(index))
                    .cloned();
                value = field.unwrap_or(Value::Poison);
            }
            return Ok(Some(Next::Call(value, self.stages[self.stage].clone())));
        }
        let mut found = vec![];
        if !self.directions.is_empty() {
            for (ty, value) in self.types.iter().zip(&results) {
                leaves(value, ty, &mut found)?;
            }
        }
        if self.evaluations.is_empty() {
            self.base = results;
        }
        self.evaluations.push(found);
        Ok(None)
    }

    /// The step along a direction: the number's own, by the size of what it moves. A power of two.
    fn step(&self, direction: usize) -> f64 {
        let mut point = vec![];
        for &index in &self.head.operator.wrt {
            // Read without error when the derivation began.
            let _ = leaves(
                &self.stages[0][index],
                &self.head.operator.inputs[index],
                &mut point,
            );
        }
        let along = self.directions[direction]
            .iter()
            .map(|along| along.to_f64().abs());
        let ratio = point.iter().zip(along).filter(|(_, along)| *along > 0.0);
        let least = ratio
            .map(|(x, along)| x.to_f64().abs().max(1.0) / along)
            .fold(f64::INFINITY, f64::min);
        let size = N::STEP * if least.is_finite() { least } else { 1.0 };
        2f64.powi(size.log2().floor() as i32)
    }

    /// The derivatives of all result leaves along a direction.
    fn slopes(&self, direction: usize) -> Result<Vec<N>, Error> {
        let first = 1 + direction * 2 * LEVELS as usize;
        let (step, base) = (self.step(direction), &self.evaluations[0]);
        (0..base.len())
            .map(|leaf| {
                let at = |number: usize| self.evaluations[first + number][leaf];
                let quotient = |level: usize| {
                    let width = N::from_f64(step * 0.5f64.powi(level as i32) * 2.0);
                    minus(at(2 * level), at(2 * level + 1)).binary(Binary::Divf, width)
                };
                let bend = |level: usize| {
                    let both = at(2 * level).binary(Binary::Addf, at(2 * level + 1));
                    let bend = minus(both, base[leaf].binary(Binary::Addf, base[leaf]));
                    (bend.to_f64() / (step * 0.5f64.powi(level as i32))).abs()
                };
                // Each round of Richardson's extrapolation takes away one even power of the step.
                let mut table: Vec<N> = (0..LEVELS as usize).map(quotient).collect();
                let mut last = table.clone();
                for round in 1..LEVELS {
                    let by = N::from_f64(4f64.powi(round) - 1.0);
                    let refined = table.windows(2).map(|pair| {
                        pair[1].binary(Binary::Addf, minus(pair[1], pair[0]).binary(Binary::Divf, by))
                    });
                    let refined = refined.collect();
                    last = std::mem::replace(&mut table, refined);
                }
                let (slope, one, two) = (table[0], last[0], last[1]);
                let size = 1.0 + slope.to_f64().abs();
                let differ = minus(two, one).to_f64().abs();
                let is_smooth = slope.to_f64().is_finite()
                && differ <= 1e-6 * size
                // The one-sided slopes come together as the step shrinks.
                && (bend(LEVELS as usize - 1) <= 1e-9 * size || bend(LEVELS as usize - 1) <= 0.5 * bend(0));
                is_smooth.then_some(slope).ok_or_else(|| {
                    Error::new(
                        ErrorKind::NotSmooth,
                        "the function has no derivative here, as far as differences tell",
                    )
                })
            })
            .collect()
    }

    fn finish(&mut self) -> Result<Vec<Value<N>>, Error> {
        let operator = self.head.operator.clone();
        let slopes: Vec<Vec<N>> = (0..self.directions.len())
            .map(|direction| self.slopes(direction))
            .collect::<Result<_, _>>()?;
        let base = std::mem::take(&mut self.base);
        let gradient = |weights: &[N]| -> Vec<Value<N>> {
            let sum = |slopes: &Vec<N>| {
                slopes
                    .iter()
                    .zip(weights)
                    .fold(N::from_f64(0.0), |sum, (&slope, &weight)| {
                        sum.binary(Binary::Addf, times(slope, weight))
                    })
            };
            let mut sums = slopes.iter().map(sum);
            operator
                .wrt
                .iter()
                .map(|&index| {
                    let like = &self.stages[0][index];
                    self.tangent(&operator.inputs[index], like, &mut sums, &[])
                })
                .collect()
        };
        let one = [N::from_f64(1.0)];
        Ok(match (self.head.role, operator.mode) {
            (Role::Pullback, _) => gradient(&self.seeds),
            (_, Mode::Grad) => gradient(&one),
            (_, Mode::ValueAndGrad) => [base, gradient(&one)].concat(),
            (_, Mode::Vjp) => {
                let head = Head {
                    role: Role::Pullback,
                    ..self.head.clone()
                };
                let fields = [vec![self.function.clone()], self.stages[0].clone()].concat();
                let pullback = Value::node(value::Head::Derivative(Box::new(head)), fields);
                [base, vec![pullback]].concat()
            }
            (role, Mode::Jvp) => {
                let mut slopes = slopes.into_iter().flatten();
                let types = self
                    .types
                    .iter()
                    .enumerate()
                    .filter(|(_, ty)| ty.is_differentiable_result());
                let tangents: Vec<_> = types
                    .map(|(index, ty)| self.tangent(ty, &base[index], &mut slopes, &[index]))
                    .collect();
                if role == Role::Tangent {
                    tangents
                } else {
                    [base, tangents].concat()
                }
            }
        })
    }

    /// The tangent of a value like this one from its leaves; `path` is where it stands in the results.
    fn tangent(
        &self,
        ty: &Type,
        like: &Value<N>,
        leaves: &mut dyn Iterator<Item = N>,
        path: &[usize],
    ) -> Value<N> {
        match ty {
            Type::Array(_, element) if ty.is_differentiable() => match like {
                Value::Array(array) => {
                    let one = |like| self.tangent(element, like, leaves, path);
                    Value::array(
                        array.shape.clone(),
                        array.elements.iter().map(one).collect(),
                    )
                }
                _ => Value::Poison,
            },
            Type::Float(_) => leaves.next().map_or(Value::Poison, Value::Float),
            Type::Tuple(fields) => {
                let field = |(index, ty)| {
                    let field = like.as_node().and_then(|node| node.fields.get(index));
                    let like = field.unwrap_or(&Value::Poison);
                    self.tangent(ty, like, leaves, &[path, &[index]].concat())
                };
                Value::tuple(fields.iter().enumerate().map(field).collect())
            }
            Type::Function(..) if !path.is_empty() && ty.is_differentiable_result() => {
                let mut head = Head {
                    role: Role::Tangent,
                    ..self.head.clone()
                };
                head.paths.push(path.to_vec());
                let fields = [self.function.clone()]
                    .into_iter()
                    .chain(self.stages.iter().flatten().cloned());
                Value::node(value::Head::Derivative(Box::new(head)), fields.collect())
            }
            _ => Value::tuple(vec![]),
        }
    }
}

fn minus<N: Number>(a: N, b: N) -> N {
    a.binary(Binary::Subf, b)
}

fn times<N: Number>(a: N, b: N) -> N {
    a.binary(Binary::Mulf, b)
}

fn unsupported(what: &str) -> Error {
    Error::new(
        ErrorKind::Unsupported,
        format!("the interpreter has no differences of {what}"),
    )
}

/// The floats in a value, in order.
fn leaves<N: Number>(value: &Value<N>, ty: &Type, found: &mut Vec<N>) -> Result<(), Error> {
    match (ty, value) {
        (Type::Float(_), Value::Float(x)) => found.push(*x),
        (Type::Tuple(fields), Value::Node(node)) => {
            for (ty, value) in fields.iter().zip(&node.fields) {
                leaves(value, ty, found)?;
            }
        }
        (Type::Array(_, element), Value::Array(array)) => {
            for value in &array.elements {
                leaves(value, element, found)?;
            }
        }
        (Type::Data(_) | Type::Stack(_), _) => return Err(unsupported("data and stacks")),
        (Type::Float(_) | Type::Tuple(_) | Type::Array(..), _) => {
            return Err(Error::new(
                ErrorKind::Undefined,
                "a derivative depends on poison",
            ));
        }
        _ => {}
    }
    Ok(())
}

/// The value with its floats moved.
fn moved<N: Number>(value: &Value<N>, ty: &Type, delta: &mut dyn Iterator<Item = N>) -> Value<N> {
    match (ty, value) {
        (Type::Float(_), Value::Float(x)) => match delta.next() {
            Some(delta) => Value::Float(x.binary(Binary::Addf, delta)),
            None => value.clone(),
        },
        (Type::Array(_, element), Value::Array(array)) => {
            let elements = array.elements.iter();
            let elements = elements.map(|value| moved(value, element, delta)).collect();
            Value::array(array.shape.clone(), elements)
        }
        (Type::Tuple(fields), Value::Node(node)) => {
            let fields = fields.iter().zip(&node.fields);
            Value::tuple(fields.map(|(ty, value)| moved(value, ty, delta)).collect())
        }
        _ => value.clone(),
    }
}
