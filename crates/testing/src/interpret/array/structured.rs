//! Structured ops of `linalg`: loops over positions, in order, each of which calls the region with the elements that
//! the op's maps name, and writes what it yields.

use super::super::{Type, Value};
use super::{Array, Outcome, array, give, position, positions, undefined};
use crate::number::Number;
use pullback_ir::{Affine, AffineMap};
use std::rc::Rc;

/// A structured op that goes on.
#[derive(Debug)]
pub(in super::super) struct Structured<N> {
    maps: Vec<AffineMap>,
    /// The sizes of the loops.
    shape: Vec<usize>,
    inputs: Vec<Rc<Array<N>>>,
    outputs: Vec<Array<N>>,
    next: usize,
    count: usize,
}

fn place(map: &AffineMap, loops: &[usize]) -> Option<Vec<usize>> {
    let loops: Vec<i64> = loops.iter().map(|&at| at as i64).collect();
    let place = map.at(&loops)?.into_iter();
    place.map(|at| usize::try_from(at).ok()).collect()
}

impl<N: Number> Structured<N> {
    /// The last operands, as many as there are results, are what is written into. `None`: an operand is poison.
    pub fn new(maps: &[AffineMap], operands: &[Value<N>], results: usize) -> Outcome<Option<Self>> {
        let arrays: Option<Vec<_>> = operands.iter().map(array).collect();
        let Some(mut inputs) = arrays else {
            return Ok(None);
        };
        let dims = maps.first().map_or(0, |map| map.dims);
        let mut shape = vec![None; dims];
        for (map, array) in maps.iter().zip(&inputs) {
            for (result, &size) in map.results.iter().zip(&array.shape) {
                let Affine::Dim(dim) = result else {
                    continue;
                };
                if shape[*dim].is_some_and(|known| known != size) {
                    let message = format!("the sizes along loop {dim} differ");
                    return Err(undefined(message));
                }
                shape[*dim] = Some(size);
            }
        }
        let shape: Option<Vec<usize>> = shape.into_iter().collect();
        let shape = shape.ok_or_else(|| undefined("no operand tells how long a loop is"))?;
        for loops in positions(&shape)? {
            for (map, array) in maps.iter().zip(&inputs) {
                let inside =
                    |place: &Vec<usize>| place.iter().zip(&array.shape).all(|(at, size)| at < size);
                if !place(map, &loops).as_ref().is_some_and(inside) {
                    return Err(undefined("it reads or writes outside of an array"));
                }
            }
        }
        let count = super::count(&shape)?;
        let outputs = inputs.split_off(inputs.len() - results);
        Ok(Some(Self {
            maps: maps.to_vec(),
            shape,
            inputs,
            outputs: outputs.iter().map(|array| (**array).clone()).collect(),
            next: 0,
            count,
        }))
    }

    /// Where the loops stand.
    fn loops(&self) -> Vec<usize> {
        position(&self.shape, self.next)
    }

    /// The arguments of the next call, if there is one.
    pub fn arguments(&mut self) -> Option<Vec<Value<N>>> {
        if self.next >= self.count {
            return None;
        }
        let loops = self.loops();
        let inputs = self.inputs.iter().map(|array| &**array);
        let arrays = inputs.chain(&self.outputs).zip(&self.maps);
        arrays
            .map(|(array, map)| Some(array.at(&place(map, &loops)?).clone()))
            .collect()
    }

    /// Takes what a call gave.
    pub fn take(&mut self, values: Vec<Value<N>>) {
        let loops = self.loops();
        let maps = &self.maps[self.inputs.len()..];
        for ((output, map), value) in self.outputs.iter_mut().zip(maps).zip(values) {
            if let Some(place) = place(map, &loops) {
                *output.at_mut(&place) = value;
            }
        }
        self.next += 1;
    }

    /// The results, at the end.
    pub fn finish(self, results: &[Type]) -> Outcome<Vec<Value<N>>> {
        let outputs = self.outputs.into_iter().zip(results);
        outputs.map(|(array, ty)| give(array, ty)).collect()
    }

    /// Where a loop stands.
    pub fn coordinate(&self, dimension: usize) -> Option<usize> {
        self.loops().get(dimension).copied()
    }
}
