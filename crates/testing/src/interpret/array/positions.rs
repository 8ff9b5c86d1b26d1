//! `nd`: positions as data.

use super::super::{Type, Value};
use super::{
    Array, Op, Outcome, elements, positions, same_shape, shape, shapes::without, undefined,
};
use crate::number::Number;
use std::{cmp::Ordering, rc::Rc};

/// What `nd.scatter` does with the element that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Combine {
    Add,
    Set,
    Min,
    Max,
}

/// Where an index points in a dimension of this size.
enum Place {
    Inside(usize),
    Outside,
    Poison,
}

fn place<N: Number>(index: &Value<N>, ty: &Type, size: usize) -> Place {
    let Value::Int(bits) = index else {
        return Place::Poison;
    };
    match usize::try_from(elements::integer(ty, *bits)) {
        Ok(at) if at < size => Place::Inside(at),
        _ => Place::Outside,
    }
}

impl Op {
    /// The size of a dimension of an operand, if its type tells.
    pub(super) fn known(&self, operand: usize, dimension: usize) -> Option<usize> {
        match &self.operands[operand] {
            Type::Array(sizes, _) => sizes[dimension],
            _ => None,
        }
    }

    pub(super) fn iota<N: Number>(
        &self,
        dimension: usize,
        sizes: &[Value<N>],
    ) -> Outcome<Array<N>> {
        let ty = &self.results[0];
        Array::from_fn(shape(ty, sizes)?, |position| {
            elements::whole(ty, position[dimension])
        })
    }

    pub(super) fn one_hot<N: Number>(
        &self,
        indices: &Array<N>,
        sizes: &[Value<N>],
    ) -> Outcome<Array<N>> {
        let ty = &self.results[0];
        let shape = shape(ty, sizes)?;
        let (last, outer) = (shape[shape.len() - 1], &shape[..shape.len() - 1]);
        if outer != indices.shape {
            let message = format!("indices of shape {:?} give {outer:?} first", indices.shape);
            return Err(undefined(message));
        }
        Array::from_fn(shape.clone(), |position| {
            let index = indices.at(&position[..position.len() - 1]);
            match place(index, &self.operands[0], last) {
                Place::Inside(at) => {
                    elements::whole(ty, (at == position[position.len() - 1]).into())
                }
                Place::Outside => elements::zero(ty),
                Place::Poison => Value::Poison,
            }
        })
    }

    pub(super) fn arg<N: Number>(
        &self,
        array: &Array<N>,
        greatest: bool,
        dimension: usize,
    ) -> Outcome<Array<N>> {
        let (ty, wanted) = match greatest {
            true => (&self.operands[0], Ordering::Greater),
            false => (&self.operands[0], Ordering::Less),
        };
        Array::from_fn(without(&array.shape, &[dimension]), |position| {
            let element = |at: usize| {
                let mut source = position.clone();
                source.insert(dimension, at);
                array.at(&source)
            };
            let all = 0..array.shape[dimension];
            if all.clone().any(|at| matches!(element(at), Value::Poison)) {
                return Value::Poison;
            }
            let mut best = 0;
            for at in all {
                let (is, has) = (element(at), element(best));
                let is_better = elements::order(ty, is, has) == Some(wanted)
                    || elements::is_nan(is) && !elements::is_nan(has);
                if is_better {
                    best = at;
                }
            }
            elements::whole(&self.results[0], best)
        })
    }

    /// For each position of what is moved: where it is in the array. The indices are the operands from `first`.
    fn places<N: Number>(
        &self,
        array: &Array<N>,
        indices: &[Rc<Array<N>>],
        first: usize,
        dimensions: &[usize],
        position: &[usize],
    ) -> Result<Vec<usize>, Place> {
        let (outer, inner) = position.split_at(indices[0].shape.len());
        let mut inner = inner.iter();
        let mut source = vec![];
        let mut outside = false;
        for (dimension, &size) in array.shape.iter().enumerate() {
            let Some(at) = dimensions.iter().position(|&named| named == dimension) else {
                source.extend(inner.next());
                continue;
            };
            match place(indices[at].at(outer), &self.operands[first + at], size) {
                Place::Inside(at) => source.push(at),
                Place::Outside => outside = true,
                Place::Poison => return Err(Place::Poison),
            }
        }
        if outside {
            Err(Place::Outside)
        } else {
            Ok(source)
        }
    }

    /// The shape of what is moved.
    fn moved<N: Number>(
        array: &Array<N>,
        indices: &[Rc<Array<N>>],
        dimensions: &[usize],
    ) -> Outcome<Vec<usize>> {
        for index in indices {
            same_shape(&indices[0], index)?;
        }
        Ok([indices[0].shape.clone(), without(&array.shape, dimensions)].concat())
    }

    pub(super) fn gather<N: Number>(
        &self,
        operands: &[Rc<Array<N>>],
        dimensions: &[usize],
    ) -> Outcome<Array<N>> {
        let (array, indices) = (&operands[0], &operands[1..]);
        Array::from_fn(
            Self::moved(array, indices, dimensions)?,
            |position| match self.places(array, indices, 1, dimensions, &position) {
                Ok(source) => array.at(&source).clone(),
                Err(Place::Poison) => Value::Poison,
                Err(_) => elements::zero(&self.results[0]),
            },
        )
    }

    pub(super) fn scatter<N: Number>(
        &self,
        operands: &[Rc<Array<N>>],
        combine: Combine,
        dimensions: &[usize],
    ) -> Outcome<Array<N>> {
        let (updates, mut changed, indices) =
            (&operands[0], (*operands[1]).clone(), &operands[2..]);
        let (moved, ty) = (
            Self::moved(&changed, indices, dimensions)?,
            &self.results[0],
        );
        if updates.shape != moved {
            let message = format!(
                "shape {:?} is written where there is {moved:?}",
                updates.shape
            );
            return Err(undefined(message));
        }
        for position in positions(&updates.shape)? {
            let target = match self.places(&changed, indices, 2, dimensions, &position) {
                Ok(target) => target,
                Err(Place::Poison) => return Err(undefined("where is written depends on poison")),
                Err(_) => continue,
            };
            let (there, update) = (changed.at_mut(&target), updates.at(&position));
            *there = match combine {
                Combine::Add => elements::add(ty, there, update),
                Combine::Set => update.clone(),
                Combine::Min => elements::extreme(ty, true, there, update),
                Combine::Max => elements::extreme(ty, false, there, update),
            };
        }
        for element in &mut changed.elements {
            *element = elements::rounded(ty, element.clone());
        }
        Ok(changed)
    }

    pub(super) fn sort<N: Number>(
        &self,
        arrays: &[Rc<Array<N>>],
        dimension: usize,
        descending: bool,
    ) -> Outcome<Vec<Value<N>>> {
        let (keys, ty) = (&arrays[0], &self.operands[0]);
        for array in arrays {
            same_shape(keys, array)?;
        }
        let mut sorted: Vec<Array<N>> = arrays.iter().map(|array| (**array).clone()).collect();
        for line in positions(&without(&keys.shape, &[dimension]))? {
            let at = |coordinate: usize| {
                let mut position = line.clone();
                position.insert(dimension, coordinate);
                position
            };
            let mut places: Vec<usize> = (0..keys.shape[dimension]).collect();
            if places
                .iter()
                .any(|&place| matches!(keys.at(&at(place)), Value::Poison))
            {
                return Ok(vec![Value::Poison; arrays.len()]);
            }
            // Stable: equal ones keep their order.
            places.sort_by(|&a, &b| {
                let (a, b) = (keys.at(&at(a)), keys.at(&at(b)));
                let last = elements::is_nan(a).cmp(&elements::is_nan(b));
                let order = elements::order(ty, a, b).unwrap_or(Ordering::Equal);
                last.then(if descending { order.reverse() } else { order })
            });
            for (array, sorted) in arrays.iter().zip(&mut sorted) {
                for (to, &from) in places.iter().enumerate() {
                    *sorted.at_mut(&at(to)) = array.at(&at(from)).clone();
                }
            }
        }
        let results = sorted.into_iter().zip(&self.results);
        results.map(|(array, ty)| super::give(array, ty)).collect()
    }
}
