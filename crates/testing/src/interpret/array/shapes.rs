//! `nd`: other shapes, sums and contractions.

use super::super::Value;
use super::{Array, Op, Outcome, count, elements, positions, shape, undefined};
use crate::number::Number;

/// The windows of `nd.unfold` and `nd.fold`.
#[derive(Debug)]
pub(super) struct Windows {
    pub dimensions: Vec<usize>,
    pub sizes: Vec<usize>,
    pub strides: Vec<usize>,
    pub dilations: Vec<usize>,
}

impl Windows {
    /// The shape of the windows of an array.
    fn shape(&self, array: &[usize]) -> Vec<usize> {
        let mut shape = array.to_vec();
        for (at, &dimension) in self.dimensions.iter().enumerate() {
            let span = self.dilations[at] * (self.sizes[at] - 1) + 1;
            let rest = array[dimension].checked_sub(span);
            shape[dimension] = rest.map_or(0, |rest| rest / self.strides[at] + 1);
        }
        [shape, self.sizes.clone()].concat()
    }

    /// What in the array an element of a window is.
    fn source(&self, position: &[usize]) -> Vec<usize> {
        let (outer, inner) = position.split_at(position.len() - self.dimensions.len());
        let mut source = outer.to_vec();
        for (at, &dimension) in self.dimensions.iter().enumerate() {
            source[dimension] =
                outer[dimension] * self.strides[at] + inner[at] * self.dilations[at];
        }
        source
    }
}

/// The sizes or coordinates of the dimensions that are not named.
pub(super) fn without(all: &[usize], dimensions: &[usize]) -> Vec<usize> {
    let kept = all
        .iter()
        .enumerate()
        .filter(|(at, _)| !dimensions.contains(at));
    kept.map(|(_, &size)| size).collect()
}

impl Op {
    pub(super) fn broadcast<N: Number>(
        &self,
        array: &Array<N>,
        dimensions: &[usize],
        sizes: &[Value<N>],
    ) -> Outcome<Array<N>> {
        let shape = shape(&self.results[0], sizes)?;
        // The type says what is repeated.
        let repeats: Vec<bool> = (0..dimensions.len())
            .map(|at| self.known(0, at) == Some(1))
            .collect();
        for (at, &dimension) in dimensions.iter().enumerate() {
            if !repeats[at] && array.shape[at] != shape[dimension] {
                let message = format!("shape {:?} cannot be repeated to {shape:?}", array.shape);
                return Err(undefined(message));
            }
        }
        Array::from_fn(shape, |position| {
            let at = |(at, &dimension): (usize, &usize)| match repeats[at] {
                true => 0,
                false => position[dimension],
            };
            let source: Vec<usize> = dimensions.iter().enumerate().map(at).collect();
            array.at(&source).clone()
        })
    }

    pub(super) fn sum<N: Number>(
        &self,
        array: &Array<N>,
        dimensions: &[usize],
    ) -> Outcome<Array<N>> {
        let ty = &self.results[0];
        let mut sums = Array::from_fn(without(&array.shape, dimensions), |_| elements::zero(ty))?;
        for position in positions(&array.shape)? {
            let sum = sums.at_mut(&without(&position, dimensions));
            *sum = elements::add(ty, sum, array.at(&position));
        }
        Ok(self.rounded(sums))
    }

    fn rounded<N: Number>(&self, mut sums: Array<N>) -> Array<N> {
        for sum in &mut sums.elements {
            *sum = elements::rounded(&self.results[0], sum.clone());
        }
        sums
    }

    pub(super) fn transpose<N: Number>(
        &self,
        array: &Array<N>,
        permutation: &[usize],
    ) -> Outcome<Array<N>> {
        let shape = permutation.iter().map(|&at| array.shape[at]).collect();
        Array::from_fn(shape, |position| {
            let mut source = vec![0; position.len()];
            for (&at, &coordinate) in permutation.iter().zip(&position) {
                source[at] = coordinate;
            }
            array.at(&source).clone()
        })
    }

    pub(super) fn reshaped<N: Number>(
        &self,
        array: &Array<N>,
        shape: Vec<usize>,
    ) -> Outcome<Array<N>> {
        if count(&shape)? != array.elements.len() {
            let message = format!(
                "shape {:?} has not as many elements as {shape:?}",
                array.shape
            );
            return Err(undefined(message));
        }
        Ok(Array::new(shape, array.elements.clone()))
    }

    pub(super) fn reverse<N: Number>(
        &self,
        array: &Array<N>,
        dimensions: &[usize],
    ) -> Outcome<Array<N>> {
        Array::from_fn(array.shape.clone(), |mut position| {
            for &dimension in dimensions {
                position[dimension] = array.shape[dimension] - 1 - position[dimension];
            }
            array.at(&position).clone()
        })
    }

    pub(super) fn unfold<N: Number>(
        &self,
        array: &Array<N>,
        windows: &Windows,
    ) -> Outcome<Array<N>> {
        Array::from_fn(windows.shape(&array.shape), |position| {
            array.at(&windows.source(&position)).clone()
        })
    }

    pub(super) fn fold<N: Number>(
        &self,
        array: &Array<N>,
        windows: &Windows,
        sizes: &[Value<N>],
    ) -> Outcome<Array<N>> {
        let ty = &self.results[0];
        let shape = shape(ty, sizes)?;
        if windows.shape(&shape) != array.shape {
            let (expected, found) = (windows.shape(&shape), &array.shape);
            let message = format!("the windows of shape {shape:?} are {expected:?}, not {found:?}");
            return Err(undefined(message));
        }
        let mut sums = Array::from_fn(shape, |_| elements::zero(ty))?;
        for position in positions(&array.shape)? {
            let sum = sums.at_mut(&windows.source(&position));
            *sum = elements::add(ty, sum, array.at(&position));
        }
        Ok(self.rounded(sums))
    }

    pub(super) fn contract<N: Number>(
        &self,
        a: &Array<N>,
        b: &Array<N>,
        letters: &[String; 3],
    ) -> Outcome<Array<N>> {
        let ty = &self.results[0];
        let [in_a, in_b, in_result] = letters.each_ref().map(String::as_str);
        // All letters, those of the result first, and their sizes.
        let mut all: Vec<char> = in_result.chars().collect();
        let more = in_a.chars().chain(in_b.chars());
        more.for_each(|letter| {
            if !all.contains(&letter) {
                all.push(letter)
            }
        });
        let mut sizes: Vec<Option<usize>> = vec![None; all.len()];
        let pairs = in_a.chars().zip(&a.shape).chain(in_b.chars().zip(&b.shape));
        for (letter, &size) in pairs {
            let known = all
                .iter()
                .zip(&mut sizes)
                .find(|(other, _)| **other == letter);
            if let Some((_, known)) = known
                && *known.get_or_insert(size) != size
            {
                let message = format!(
                    "'{letter}' is {size} in shapes {:?} and {:?}, and another size",
                    a.shape, b.shape
                );
                return Err(undefined(message));
            }
        }
        let sizes: Vec<usize> = sizes.into_iter().map(|size| size.unwrap_or(0)).collect();
        let at = |word: &str, position: &[usize]| -> Vec<usize> {
            let coordinate = |letter| {
                all.iter()
                    .zip(position)
                    .find(|(other, _)| **other == letter)
            };
            word.chars()
                .filter_map(coordinate)
                .map(|(_, &at)| at)
                .collect()
        };
        let rank = in_result.len();
        let mut sums = Array::from_fn(sizes[..rank].to_vec(), |_| elements::zero(ty))?;
        for position in positions(&sizes)? {
            let product =
                elements::multiply(ty, a.at(&at(in_a, &position)), b.at(&at(in_b, &position)));
            let sum = sums.at_mut(&position[..rank]);
            *sum = elements::add(ty, sum, &product);
        }
        Ok(self.rounded(sums))
    }
}
