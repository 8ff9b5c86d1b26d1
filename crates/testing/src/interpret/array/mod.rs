//! Arrays, and the ops on them: those of `nd`, those of upstream's `tensor`, and scalar ops on each element.
//!
//! Everything is said by positions, element by element: slow, and as the references of the dialects have it.

mod compile;
mod elements;
mod positions;
mod shapes;
mod slices;
mod structured;
mod walk;

pub(super) use compile::{Dense, dense, dimension};
pub(super) use structured::Structured;
pub(super) use walk::{Kind as WalkKind, Walk};

use super::{Error, ErrorKind, Type, Value, scalar::Scalar};
use crate::number::Number;
use positions::Combine;
use std::rc::Rc;

/// An n-dimensional array.
#[derive(Clone, Debug)]
pub struct Array<N> {
    /// The size of each dimension.
    pub shape: Vec<usize>,
    /// The elements, the last dimension fastest.
    pub elements: Vec<Value<N>>,
}

/// How many elements an array may have.
const MOST: usize = 1 << 26;

pub(super) type Outcome<T> = Result<T, Error>;

fn undefined(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Undefined, message)
}

/// How many elements an array of this shape has.
fn count(shape: &[usize]) -> Outcome<usize> {
    let product = match shape.contains(&0) {
        true => Some(0),
        false => shape
            .iter()
            .try_fold(1usize, |product, &size| product.checked_mul(size)),
    };
    product.filter(|&count| count <= MOST).ok_or_else(|| {
        let message = format!("an array of shape {shape:?} has more than {MOST} elements");
        Error::new(ErrorKind::Limit, message)
    })
}

/// The position of an element by its number.
fn position(shape: &[usize], mut number: usize) -> Vec<usize> {
    let mut position = vec![0; shape.len()];
    for (at, &size) in position.iter_mut().zip(shape).rev() {
        *at = number % size;
        number /= size;
    }
    position
}

/// The number of the element at a position.
fn number(shape: &[usize], position: &[usize]) -> usize {
    let pairs = shape.iter().zip(position);
    pairs.fold(0, |number, (&size, &at)| number * size + at)
}

/// All positions, the last dimension fastest.
fn positions(shape: &[usize]) -> Outcome<impl Iterator<Item = Vec<usize>> + use<>> {
    let shape = shape.to_vec();
    Ok((0..count(&shape)?).map(move |number| position(&shape, number)))
}

impl<N: Number> Array<N> {
    /// An array with these elements.
    fn new(shape: Vec<usize>, elements: Vec<Value<N>>) -> Self {
        debug_assert_eq!(Ok(elements.len()), count(&shape));
        Self { shape, elements }
    }

    /// An array whose elements are told by their positions.
    fn from_fn(shape: Vec<usize>, element: impl FnMut(Vec<usize>) -> Value<N>) -> Outcome<Self> {
        let elements = positions(&shape)?.map(element).collect();
        Ok(Self::new(shape, elements))
    }

    fn at(&self, position: &[usize]) -> &Value<N> {
        &self.elements[number(&self.shape, position)]
    }

    fn at_mut(&mut self, position: &[usize]) -> &mut Value<N> {
        let number = number(&self.shape, position);
        &mut self.elements[number]
    }
}

/// An operand as an array; an element is one of rank 0. `None`: poison.
fn array<N: Number>(value: &Value<N>) -> Option<Rc<Array<N>>> {
    match value {
        Value::Poison => None,
        Value::Array(array) => Some(array.clone()),
        element => Some(Rc::new(Array::new(vec![], vec![element.clone()]))),
    }
}

/// The array as a value of this type, which may say that it is an element.
fn give<N: Number>(array: Array<N>, ty: &Type) -> Outcome<Value<N>> {
    let Type::Array(sizes, _) = ty else {
        let mut elements = array.elements.into_iter();
        return match (elements.next(), elements.next()) {
            (Some(element), None) => Ok(element),
            _ => Err(undefined("an array is no element")),
        };
    };
    let fits = |(&known, &size): (&Option<usize>, &usize)| known.is_none_or(|known| known == size);
    if sizes.len() != array.shape.len() || !sizes.iter().zip(&array.shape).all(fits) {
        let message = format!(
            "the shape is {:?}, and the type says {sizes:?}",
            array.shape
        );
        return Err(undefined(message));
    }
    Ok(Value::Array(Rc::new(array)))
}

/// The shape of a type, with operands for what it does not know.
fn shape<N: Number>(ty: &Type, sizes: &[Value<N>]) -> Outcome<Vec<usize>> {
    let Type::Array(known, _) = ty else {
        return Ok(vec![]);
    };
    let mut sizes = sizes.iter();
    known
        .iter()
        .map(|&known| match known {
            Some(size) => Ok(size),
            None => match sizes.next() {
                Some(Value::Int(bits)) if bits.cast_signed() >= 0 => Ok(*bits as usize),
                Some(Value::Int(bits)) => {
                    let message = format!("the size {} is negative", bits.cast_signed());
                    Err(undefined(message))
                }
                _ => Err(undefined("a size depends on poison")),
            },
        })
        .collect()
}

/// The sizes of two arrays that are walked over together.
fn same_shape<N>(a: &Array<N>, b: &Array<N>) -> Outcome<()> {
    if a.shape == b.shape {
        return Ok(());
    }
    let message = format!("the shapes {:?} and {:?} differ", a.shape, b.shape);
    Err(undefined(message))
}

/// An op on whole arrays, with the types of its operands and results.
#[derive(Debug)]
pub(super) struct Op {
    kind: Kind,
    operands: Vec<Type>,
    results: Vec<Type>,
}

#[derive(Debug)]
enum Kind {
    Broadcast(Vec<usize>),
    Sum(Vec<usize>),
    Transpose(Vec<usize>),
    /// What follows the operand are sizes.
    Reshape,
    /// Groups of dimensions become one.
    Collapse(Vec<Vec<usize>>),
    /// `tensor.reshape`: the second operand is the shape.
    ReshapeTo,
    Reverse(Vec<usize>),
    Unfold(shapes::Windows),
    Fold(shapes::Windows),
    Contract([String; 3]),
    Iota(usize),
    OneHot,
    Arg {
        greatest: bool,
        dimension: usize,
    },
    Gather(Vec<usize>),
    Scatter(Combine, Vec<usize>),
    Sort {
        dimension: usize,
        descending: bool,
    },
    Extract,
    Insert,
    Slice(slices::Slice),
    InsertSlice(slices::Slice),
    Concat(usize),
    Splat,
    Empty,
    Dim,
    Rank,
    FromElements,
    Cast,
}

impl Op {
    pub fn evaluate<N: Number>(&self, operands: &[Value<N>]) -> Outcome<Vec<Value<N>>> {
        // What depends on poison as a whole is poison as a whole.
        if operands.iter().any(|value| matches!(value, Value::Poison)) {
            return Ok(vec![Value::Poison; self.results.len()]);
        }
        let arrays: Vec<Rc<Array<N>>> = operands.iter().filter_map(array).collect();
        if let Kind::Sort {
            dimension,
            descending,
        } = self.kind
        {
            return self.sort(&arrays, dimension, descending);
        }
        let result = &self.results[0];
        let made = match &self.kind {
            Kind::Broadcast(dimensions) => {
                self.broadcast(&arrays[0], dimensions, &operands[1..])?
            }
            Kind::Sum(dimensions) => self.sum(&arrays[0], dimensions)?,
            Kind::Transpose(permutation) => self.transpose(&arrays[0], permutation)?,
            Kind::Reshape => self.reshaped(&arrays[0], shape(result, &operands[1..])?)?,
            Kind::Collapse(groups) => {
                let size =
                    |group: &Vec<usize>| group.iter().map(|&at| arrays[0].shape[at]).product();
                self.reshaped(&arrays[0], groups.iter().map(size).collect())?
            }
            Kind::ReshapeTo => {
                let unknown = Type::Array(
                    vec![None; arrays[1].elements.len()],
                    Box::new(Type::Int(64)),
                );
                self.reshaped(&arrays[0], shape(&unknown, &arrays[1].elements)?)?
            }
            Kind::Reverse(dimensions) => self.reverse(&arrays[0], dimensions)?,
            Kind::Unfold(windows) => self.unfold(&arrays[0], windows)?,
            Kind::Fold(windows) => self.fold(&arrays[0], windows, &operands[1..])?,
            Kind::Contract(letters) => self.contract(&arrays[0], &arrays[1], letters)?,
            Kind::Iota(dimension) => self.iota(*dimension, operands)?,
            Kind::OneHot => self.one_hot(&arrays[0], &operands[1..])?,
            Kind::Arg {
                greatest,
                dimension,
            } => self.arg(&arrays[0], *greatest, *dimension)?,
            Kind::Gather(dimensions) => self.gather(&arrays, dimensions)?,
            Kind::Scatter(combine, dimensions) => self.scatter(&arrays, *combine, dimensions)?,
            Kind::Extract => {
                let at = slices::inside(&arrays[0].shape, &operands[1..])?;
                return Ok(vec![arrays[0].at(&at).clone()]);
            }
            Kind::Insert => {
                let mut changed = (*arrays[1]).clone();
                let at = slices::inside(&changed.shape, &operands[2..])?;
                *changed.at_mut(&at) = operands[0].clone();
                changed
            }
            Kind::Slice(slice) => self.slice(&arrays[0], slice, &operands[1..])?,
            Kind::InsertSlice(slice) => {
                self.insert_slice(&arrays[0], &arrays[1], slice, &operands[2..])?
            }
            Kind::Concat(dimension) => self.concat(&arrays, *dimension)?,
            Kind::Splat => Array::from_fn(shape(result, &operands[1..])?, |_| operands[0].clone())?,
            Kind::Empty => Array::from_fn(shape(result, operands)?, |_| Value::Poison)?,
            Kind::Dim => {
                let Value::Int(dimension) = operands[1] else {
                    return Err(undefined("a dimension depends on poison"));
                };
                let size = arrays[0].shape.get(dimension as usize).copied();
                let size = size.ok_or_else(|| undefined("the array has no such dimension"))?;
                return Ok(vec![Value::Int(size as u64)]);
            }
            Kind::Rank => return Ok(vec![Value::Int(arrays[0].shape.len() as u64)]),
            Kind::FromElements => {
                let mut elements = operands.iter().cloned();
                Array::from_fn(shape::<N>(result, &[])?, |_| {
                    elements.next().unwrap_or(Value::Poison)
                })?
            }
            Kind::Cast => (*arrays[0]).clone(),
            Kind::Sort { .. } => return Err(undefined("it gives several arrays")),
        };
        Ok(vec![give(made, result)?])
    }
}

/// A scalar op on each element.
pub(super) fn each<N: Number>(scalar: Scalar, operands: &[Value<N>]) -> Outcome<Vec<Value<N>>> {
    let poisoned = operands.iter().any(|value| matches!(value, Value::Poison));
    let first = operands.iter().find_map(|value| match value {
        Value::Array(array) => Some(array.clone()),
        _ => None,
    });
    let (Some(first), false) = (first, poisoned) else {
        return scalar.evaluate(operands).map_err(undefined);
    };
    let arrays: Vec<_> = operands.iter().filter_map(array).collect();
    for array in &arrays {
        same_shape(&first, array)?;
    }
    let mut results: Vec<Vec<Value<N>>> = vec![];
    for at in 0..first.elements.len() {
        let elements: Vec<_> = arrays
            .iter()
            .map(|array| array.elements[at].clone())
            .collect();
        let made = scalar.evaluate(&elements).map_err(undefined)?;
        results.resize(made.len(), vec![]);
        for (all, one) in results.iter_mut().zip(made) {
            all.push(one);
        }
    }
    // Of no element nothing says how many results there are.
    results.resize(results.len().max(scalar.results()), vec![]);
    let whole = |elements| Value::Array(Rc::new(Array::new(first.shape.clone(), elements)));
    Ok(results.into_iter().map(whole).collect())
}

/// `arith.select` by an array of conditions.
pub(super) fn select<N: Number>(
    conditions: &Array<N>,
    then: &Value<N>,
    otherwise: &Value<N>,
) -> Outcome<Value<N>> {
    let (Some(then), Some(otherwise)) = (array(then), array(otherwise)) else {
        return Ok(Value::Poison);
    };
    same_shape(conditions, &then)?;
    same_shape(conditions, &otherwise)?;
    let made = Array::from_fn(conditions.shape.clone(), |at| match conditions.at(&at) {
        Value::Int(bits) if bits & 1 == 1 => then.at(&at).clone(),
        Value::Int(_) => otherwise.at(&at).clone(),
        _ => Value::Poison,
    })?;
    Ok(Value::Array(Rc::new(made)))
}
