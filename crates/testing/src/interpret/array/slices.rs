//! Upstream's `tensor`: elements, slices, concatenation.

use super::super::{Type, Value};
use super::{Array, Op, Outcome, positions, undefined};
use crate::number::Number;
use std::rc::Rc;

/// Offsets, sizes and strides; `None` is an operand.
#[derive(Debug)]
pub(super) struct Slice {
    pub offsets: Vec<Option<i64>>,
    pub sizes: Vec<Option<i64>>,
    pub strides: Vec<Option<i64>>,
}

/// The position that index operands name, which must be inside.
pub(super) fn inside<N: Number>(shape: &[usize], indices: &[Value<N>]) -> Outcome<Vec<usize>> {
    let pairs = shape.iter().zip(indices);
    pairs
        .map(|(&size, index)| match index {
            Value::Int(at) if (*at as usize) < size => Ok(*at as usize),
            Value::Int(at) => {
                let message = format!(
                    "position {} is outside of shape {shape:?}",
                    at.cast_signed()
                );
                Err(undefined(message))
            }
            _ => Err(undefined("a position depends on poison")),
        })
        .collect()
}

/// A slice as numbers.
struct Known {
    offsets: Vec<i64>,
    sizes: Vec<usize>,
    strides: Vec<i64>,
}

impl Slice {
    fn known<N: Number>(&self, shape: &[usize], operands: &[Value<N>]) -> Outcome<Known> {
        let mut operands = operands.iter();
        let mut all = |list: &[Option<i64>]| -> Outcome<Vec<i64>> {
            let known = |&known: &Option<i64>| match known {
                Some(number) => Ok(number),
                None => match operands.next() {
                    Some(Value::Int(bits)) => Ok(bits.cast_signed()),
                    _ => Err(undefined("a slice depends on poison")),
                },
            };
            list.iter().map(known).collect()
        };
        let (offsets, sizes, strides) =
            (all(&self.offsets)?, all(&self.sizes)?, all(&self.strides)?);
        for (dimension, &size) in shape.iter().enumerate() {
            let (offset, count, stride) =
                (offsets[dimension], sizes[dimension], strides[dimension]);
            let last = i128::from(offset) + i128::from(stride) * (i128::from(count) - 1);
            let bounds = 0..size as i128;
            let fits = count == 0 || bounds.contains(&offset.into()) && bounds.contains(&last);
            if count < 0 || !fits {
                let message = format!(
                    "the slice of {count} from {offset} by {stride} is not inside of dimension {dimension} of shape {shape:?}"
                );
                return Err(undefined(message));
            }
        }
        Ok(Known {
            offsets,
            sizes: sizes.into_iter().map(|size| size as usize).collect(),
            strides,
        })
    }
}

impl Known {
    /// Where in the whole array an element of the slice is.
    fn source(&self, position: &[usize]) -> Vec<usize> {
        let each = position.iter().zip(&self.offsets).zip(&self.strides);
        each.map(|((&at, offset), stride)| (offset + at as i64 * stride) as usize)
            .collect()
    }
}

/// The shape of a slice without the dimensions of 1 that the type leaves out; `None` if it does not fit the type.
fn reduced(sizes: &[usize], known: &[Option<usize>]) -> Option<Vec<usize>> {
    let Some((&size, rest)) = sizes.split_first() else {
        return known.is_empty().then(Vec::new);
    };
    let kept = match known.split_first() {
        Some((&first, known)) if first.is_none_or(|first| first == size) => {
            reduced(rest, known).map(|kept| [vec![size], kept].concat())
        }
        _ => None,
    };
    kept.or_else(|| (size == 1).then(|| reduced(rest, known)).flatten())
}

fn reduced_to(sizes: &[usize], ty: &Type) -> Outcome<Vec<usize>> {
    let Type::Array(known, _) = ty else {
        return Ok(vec![]);
    };
    reduced(sizes, known).ok_or_else(|| {
        undefined(format!(
            "a slice of shape {sizes:?} is not of the type's shape {known:?}"
        ))
    })
}

impl Op {
    pub(super) fn slice<N: Number>(
        &self,
        array: &Array<N>,
        slice: &Slice,
        operands: &[Value<N>],
    ) -> Outcome<Array<N>> {
        let known = slice.known(&array.shape, operands)?;
        let part = Array::from_fn(known.sizes.clone(), |position| {
            array.at(&known.source(&position)).clone()
        })?;
        self.reshaped(&part, reduced_to(&known.sizes, &self.results[0])?)
    }

    pub(super) fn insert_slice<N: Number>(
        &self,
        part: &Array<N>,
        array: &Array<N>,
        slice: &Slice,
        operands: &[Value<N>],
    ) -> Outcome<Array<N>> {
        let known = slice.known(&array.shape, operands)?;
        if reduced_to(&known.sizes, &self.operands[0])? != part.shape {
            let message = format!(
                "shape {:?} is written where there is {:?}",
                part.shape, known.sizes
            );
            return Err(undefined(message));
        }
        let part = self.reshaped(part, known.sizes.clone())?;
        let mut changed = array.clone();
        for position in positions(&known.sizes)? {
            *changed.at_mut(&known.source(&position)) = part.at(&position).clone();
        }
        Ok(changed)
    }

    pub(super) fn concat<N: Number>(
        &self,
        arrays: &[Rc<Array<N>>],
        dimension: usize,
    ) -> Outcome<Array<N>> {
        let mut shape = arrays[0].shape.clone();
        shape[dimension] = arrays.iter().map(|array| array.shape[dimension]).sum();
        for array in arrays {
            let mut same = array.shape.clone();
            same[dimension] = shape[dimension];
            if same != shape {
                let message = format!(
                    "shape {:?} is put beside {:?}",
                    array.shape, arrays[0].shape
                );
                return Err(undefined(message));
            }
        }
        Array::from_fn(shape, |mut position| {
            for array in arrays {
                match position[dimension].checked_sub(array.shape[dimension]) {
                    Some(behind) => position[dimension] = behind,
                    None => return array.at(&position).clone(),
                }
            }
            Value::Poison
        })
    }
}
