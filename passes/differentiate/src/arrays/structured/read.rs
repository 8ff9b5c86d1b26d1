//! An operand as an array whose dimensions are loops.

use super::{Aligned, Structured};
use crate::arrays::{
    build::{self, Number, number},
    shape_of,
};
use pullback_ir::{Type, Value};
use std::collections::HashSet;

/// Where a dimension of an operand is read: `offset + step * loop + dilation * window`.
struct Place {
    offset: i64,
    /// A loop, and what its position is multiplied with.
    step: Option<(usize, i64)>,
    /// Another one, whose length the compiler knows.
    window: Option<(usize, i64, i64)>,
}

impl<'a> Structured<'a> {
    /// An operand as an array over the loops that its map names; `None` if it is none. Windows are along loops that are
    /// reduced rather than along others.
    pub fn read(&self, operand: usize) -> Option<Aligned<'a>> {
        let array = self.op.operand(operand);
        let map = &self.maps[operand];
        let places: Vec<Place> = map
            .results
            .iter()
            .map(|result| self.place(&result.linear(self.dims)?))
            .collect::<Option<_>>()?;
        let mut seen = HashSet::new();
        let mut named = places.iter().flat_map(|place| {
            let window = place.window.map(|(dim, ..)| dim);
            place.step.map(|(dim, _)| dim).into_iter().chain(window)
        });
        if !named.all(|dim| seen.insert(dim)) {
            return None;
        }
        if !array.ty().is_shaped() {
            return Some(Aligned {
                array,
                loops: Vec::new(),
            });
        }
        let array = self.cut(array, &places);
        let kept: Vec<&Place> = places.iter().filter(|place| place.step.is_some()).collect();
        let mut loops: Vec<usize> = kept
            .iter()
            .filter_map(|place| Some(place.step?.0))
            .collect();
        let windows: Vec<(usize, &Place)> = kept
            .into_iter()
            .enumerate()
            .filter(|(_, place)| place.window.is_some())
            .collect();
        if windows.is_empty() {
            return Some(Aligned { array, loops });
        }
        let window = |place: &Place| place.window.unwrap_or_default();
        let sizes: Vec<usize> = windows
            .iter()
            .map(|(_, place)| window(place).2 as usize)
            .collect();
        let steps = windows.iter().filter_map(|(_, place)| place.step);
        let strides: Vec<usize> = steps.map(|(_, step)| step as usize).collect();
        let dilations: Vec<usize> = windows
            .iter()
            .map(|(_, place)| window(place).1 as usize)
            .collect();
        let dimensions: Vec<usize> = windows.iter().map(|&(at, _)| at).collect();
        loops.extend(windows.iter().map(|(_, place)| window(place).0));
        let list = |numbers: &[usize]| build::list(&self.builder, numbers);
        let attrs = [
            ("dimensions", list(&dimensions)),
            ("window", list(&sizes)),
            ("strides", list(&strides)),
            ("dilations", list(&dilations)),
        ];
        let ty = self.over(&loops, array.ty().element());
        // The number of windows is told by what is cut.
        let shape: Vec<Option<i64>> = shape_of(ty)
            .into_iter()
            .enumerate()
            .map(|(at, size)| match shape_of(array.ty()).get(at) {
                Some(None) => None,
                _ => size,
            })
            .collect();
        let ty = Type::array(&shape, ty.element());
        let array = build::one(&self.builder, "nd.unfold", &[array], &attrs, ty);
        let array = build::cast(&self.builder, array, self.over(&loops, ty.element()));
        Some(Aligned { array, loops })
    }

    fn place(&self, (factors, offset): &(Vec<i64>, i64)) -> Option<Place> {
        let used: Vec<(usize, i64)> = factors
            .iter()
            .copied()
            .enumerate()
            .filter(|&(_, factor)| factor != 0)
            .collect();
        if *offset < 0 || used.iter().any(|&(_, factor)| factor < 0) {
            return None;
        }
        let with = |step, window| {
            Some(Place {
                offset: *offset,
                step,
                window,
            })
        };
        match used.as_slice() {
            [] => with(None, None),
            [one] => with(Some(*one), None),
            &[a, b] => {
                let fits = |(dim, factor): (usize, i64)| {
                    let length = self.known(dim).filter(|&length| length > 0)?;
                    Some((dim, factor, length))
                };
                let (a_fits, b_fits) = (fits(a), fits(b));
                match (a_fits, b_fits) {
                    (_, Some(window)) if self.reduced.contains(&b.0) || a_fits.is_none() => {
                        with(Some(a), Some(window))
                    }
                    (Some(window), _) if self.reduced.contains(&a.0) || b_fits.is_none() => {
                        with(Some(b), Some(window))
                    }
                    (_, Some(window)) => with(Some(a), Some(window)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The part of an operand that is read, without the dimensions that no loop names.
    fn cut(&self, array: Value<'a>, places: &[Place]) -> Value<'a> {
        let shape = shape_of(array.ty());
        let whole = |(place, size): (&Place, &Option<i64>)| match (place.step, place.window) {
            (Some((_, 1)), None) => place.offset == 0,
            // Windows that do not fit are none, so that these may be fewer than would.
            (Some((dim, step)), Some((_, dilation, length))) => {
                let reach = dilation * (length - 1) + 1;
                let windows = size.filter(|&size| size >= reach);
                let windows = windows.map(|size| (size - reach) / step + 1);
                place.offset == 0 && windows.is_some() && windows == self.known(dim)
            }
            _ => false,
        };
        if places.iter().zip(&shape).all(whole) {
            return array;
        }
        let offsets: Vec<i64> = places.iter().map(|place| place.offset).collect();
        let sizes: Vec<Number<'a>> = places.iter().map(|place| self.extent(place)).collect();
        let strides: Vec<i64> = places
            .iter()
            .map(|place| match (place.step, place.window) {
                (Some((_, step)), None) => step,
                _ => 1,
            })
            .collect();
        let dropped: Vec<usize> = (0..places.len())
            .filter(|&at| places[at].step.is_none())
            .collect();
        build::slice(&self.builder, array, &offsets, &sizes, &strides, &dropped)
    }

    /// How much is read along a dimension.
    fn extent(&self, place: &Place) -> Number<'a> {
        let Some((dim, step)) = place.step else {
            return Number::Known(1);
        };
        let known = self.known(dim);
        match (place.window, known) {
            (None, Some(length)) => Number::Known(length),
            (None, None) => Number::Dynamic(self.length(dim)),
            (Some((_, dilation, length)), Some(count)) => {
                Number::Known(((count - 1) * step + dilation * (length - 1) + 1).max(0))
            }
            (Some((_, dilation, length)), None) => {
                let builder = &self.builder;
                let rest = number(builder, dilation * (length - 1) + 1 - step);
                let steps = number(builder, step);
                let reach = build::binary(builder, "arith.muli", self.length(dim), steps);
                let reach = build::binary(builder, "arith.addi", reach, rest);
                let none = number(builder, 0);
                Number::Dynamic(build::binary(builder, "arith.maxsi", reach, none))
            }
        }
    }

    /// An array with its dimensions in the order of `target`, repeated along those that it lacks.
    pub fn spread(&self, aligned: &Aligned<'a>, target: &[usize]) -> Value<'a> {
        let place = |dim: &usize| target.iter().position(|other| other == dim);
        let mut order: Vec<usize> = (0..aligned.loops.len()).collect();
        order.sort_by_key(|&at| place(&aligned.loops[at]));
        let loops: Vec<usize> = order.iter().map(|&at| aligned.loops[at]).collect();
        let element = aligned.array.ty().element();
        let mut array = aligned.array;
        if !order.is_sorted() {
            let attrs = [("permutation", build::list(&self.builder, &order))];
            let ty = permuted(array.ty(), &order);
            array = build::one(&self.builder, "nd.transpose", &[array], &attrs, ty);
        }
        let ty = self.over(target, element);
        if loops.len() == target.len() && array.ty().is_shaped() {
            return build::cast(&self.builder, array, ty);
        }
        let known = self.over(&loops, element);
        if array.ty().is_shaped() {
            array = build::cast(&self.builder, array, known);
        }
        let dimensions: Vec<usize> = loops.iter().filter_map(place).collect();
        let operands = [vec![array], self.unknown(target)].concat();
        let attrs = [("dimensions", build::list(&self.builder, &dimensions))];
        build::one(&self.builder, "nd.broadcast", &operands, &attrs, ty)
    }
}

fn permuted<'a>(ty: Type<'a>, order: &[usize]) -> Type<'a> {
    let shape = shape_of(ty);
    let shape: Vec<Option<i64>> = order.iter().map(|&at| shape[at]).collect();
    Type::array(&shape, ty.element())
}
