//! `functional.vmap`: a function called lane by lane.

use super::{Error, ErrorKind, Type, Value, array::Array};
use crate::number::Number;
use pullback_functional::ops;
use pullback_ir::Op;

/// Which dimensions the lanes are along, and the types of one lane.
#[derive(Clone, Debug, PartialEq)]
pub struct Axes {
    inputs: Vec<Option<usize>>,
    outputs: Vec<usize>,
    arguments: Vec<Type>,
    results: Vec<Type>,
}

impl Axes {
    /// `None`: the op is none.
    pub(super) fn of(op: Op<'_>) -> Option<Self> {
        let Type::Function(arguments, results) = Type::of(op.operand(0).ty()) else {
            return None;
        };
        let list = |name: &str| op.attr(name)?.as_i64s();
        let inputs = list(ops::IN_AXES)?.into_iter();
        let outputs = list(ops::OUT_AXES)?.into_iter();
        Some(Self {
            inputs: inputs.map(|axis| usize::try_from(axis).ok()).collect(),
            outputs: outputs
                .map(|axis| usize::try_from(axis).ok())
                .collect::<Option<_>>()?,
            arguments,
            results,
        })
    }
}

/// Calls that go on, one a lane.
#[derive(Debug)]
pub(super) struct Lanes<N> {
    axes: Axes,
    function: Value<N>,
    arguments: Vec<Value<N>>,
    count: usize,
    /// The results of each lane so far.
    made: Vec<Vec<Value<N>>>,
}

fn undefined(message: &str) -> Error {
    Error::new(ErrorKind::Undefined, message)
}

/// How far apart neighbours along a dimension are, and its size.
fn stride(shape: &[usize], axis: usize) -> (usize, usize) {
    (shape[axis + 1..].iter().product(), shape[axis])
}

/// One lane of an array; an element if the type says so.
fn lane<N: Number>(value: &Value<N>, axis: usize, at: usize, ty: &Type) -> Value<N> {
    let Value::Array(array) = value else {
        return Value::Poison;
    };
    let (inner, size) = stride(&array.shape, axis);
    let elements = array.elements.iter().enumerate();
    let own = elements.filter(|(number, _)| number / inner.max(1) % size.max(1) == at);
    let mut elements: Vec<Value<N>> = own.map(|(_, element)| element.clone()).collect();
    if !matches!(ty, Type::Array(..)) {
        return elements.pop().unwrap_or(Value::Poison);
    }
    let mut shape = array.shape.clone();
    shape.remove(axis);
    Value::array(shape, elements)
}

impl<N: Number> Lanes<N> {
    pub fn new(axes: &Axes, function: Value<N>, arguments: Vec<Value<N>>) -> Result<Self, Error> {
        let mut count = None;
        for (argument, axis) in arguments.iter().zip(&axes.inputs) {
            let (Some(axis), Value::Array(array)) = (axis, argument) else {
                continue;
            };
            let size = array.shape[*axis];
            if count.is_some_and(|count| count != size) {
                return Err(undefined("arguments have other numbers of lanes"));
            }
            count = Some(size);
        }
        Ok(Self {
            axes: axes.clone(),
            function,
            arguments,
            count: count.ok_or_else(|| undefined("the number of lanes depends on poison"))?,
            made: vec![],
        })
    }

    /// The next call.
    pub fn next(&mut self) -> Option<(Value<N>, Vec<Value<N>>)> {
        let at = self.made.len();
        let own = self
            .arguments
            .iter()
            .zip(&self.axes.inputs)
            .zip(&self.axes.arguments);
        let own = own.map(|((value, axis), ty)| match axis {
            Some(axis) => lane(value, *axis, at, ty),
            None => value.clone(),
        });
        (at < self.count).then(|| (self.function.clone(), own.collect()))
    }

    /// Takes the results of a call.
    pub fn take(&mut self, results: Vec<Value<N>>) {
        self.made.push(results);
    }

    /// The results of all lanes, put together.
    pub fn finish(&mut self) -> Result<Vec<Value<N>>, Error> {
        let all = self.axes.outputs.iter().zip(&self.axes.results).enumerate();
        all.map(|(number, (&axis, ty))| self.together(number, axis, ty))
            .collect()
    }

    fn together(&self, number: usize, axis: usize, ty: &Type) -> Result<Value<N>, Error> {
        let sizes = match ty {
            Type::Array(sizes, _) => sizes.iter().map(|size| size.unwrap_or(0)).collect(),
            _ => vec![],
        };
        let mut lanes: Vec<Array<N>> = vec![];
        for made in &self.made {
            lanes.push(match &made[number] {
                Value::Array(array) => (**array).clone(),
                Value::Poison if !sizes.is_empty() => return Ok(Value::Poison),
                element => Array {
                    shape: vec![],
                    elements: vec![element.clone()],
                },
            });
        }
        let mut shape = lanes.first().map_or(sizes, |lane| lane.shape.clone());
        if lanes.iter().any(|lane| lane.shape != shape) {
            return Err(undefined("lanes give arrays of other shapes"));
        }
        let inner: usize = shape[axis..].iter().product();
        let outer: usize = shape[..axis].iter().product();
        shape.insert(axis, self.count);
        let mut elements = vec![];
        for block in 0..outer {
            for lane in &lanes {
                elements.extend_from_slice(&lane.elements[block * inner..(block + 1) * inner]);
            }
        }
        Ok(Value::array(shape, elements))
    }
}
