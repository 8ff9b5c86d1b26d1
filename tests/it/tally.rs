//! How much was compared.

use std::{fmt, ops::AddAssign};

/// An entry at a point is one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Programs times points, by order.
    pub points: [usize; 3],
    /// With differences: the value, the gradient, along a direction, the second derivative.
    pub differences: [usize; 4],
    /// One mode or nesting with another.
    pub modes: usize,
    /// In the interpreter, after a pass.
    pub passes: usize,
    /// Compiled code with the interpreter.
    pub compiled: usize,
}

/// Fewer passes than any way to compiled code has.
const PASSES: usize = 8;

/// How many entries a program has whose derivatives up to an order are asked for.
pub const ENTRIES: [usize; 3] = [1, 3, 7];

impl Tally {
    /// Whether each kind of comparison took place at nearly all points, and those with differences, which kinks
    /// prevent, at half of them.
    pub fn is_enough(&self) -> bool {
        let points = self.points;
        let [all, first, second] = [points.iter().sum(), points[1] + points[2], points[2]];
        let nearly = |found: usize, all: usize| found * 10 >= all * 9;
        let half = |found: usize, all: usize| found * 2 >= all;
        let [values, gradients, tangents, seconds] = self.differences;
        let entries = points
            .iter()
            .zip(ENTRIES)
            .map(|(points, entries)| points * entries)
            .sum();
        all > 0
            && nearly(values, all)
            && half(gradients, first)
            && half(tangents, first)
            && half(seconds, second)
            && nearly(self.modes, first + 3 * second)
            && nearly(self.passes, entries * PASSES)
            && nearly(self.compiled, entries)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        let pairs = self.points.iter_mut().zip(other.points);
        for (sum, more) in pairs.chain(self.differences.iter_mut().zip(other.differences)) {
            *sum += more;
        }
        self.modes += other.modes;
        self.passes += other.passes;
        self.compiled += other.compiled;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [values, gradients, tangents, second] = self.differences;
        write!(
            f,
            "points by order: {:?}; compared with differences: {values} values, {gradients} gradients, \
             {tangents} derivatives along a direction, {second} second derivatives; modes with each other: {}; after a pass: {}; \
             compiled code: {}",
            self.points, self.modes, self.passes, self.compiled
        )
    }
}

#[test]
fn random_programs_that_compare_nothing_are_not_enough() {
    assert!(!Tally::default().is_enough());
    let enough = Tally {
        points: [2, 2, 2],
        differences: [6, 2, 2, 2],
        modes: 10,
        passes: 22 * PASSES,
        compiled: 22,
    };
    assert!(enough.is_enough());
    for less in [
        Tally {
            differences: [0, 2, 2, 2],
            ..enough
        },
        Tally {
            differences: [6, 0, 2, 2],
            ..enough
        },
        Tally {
            differences: [6, 2, 0, 2],
            ..enough
        },
        Tally {
            differences: [6, 2, 2, 0],
            ..enough
        },
        Tally { modes: 8, ..enough },
        Tally {
            passes: 0,
            ..enough
        },
        Tally {
            compiled: 0,
            ..enough
        },
    ] {
        assert!(!less.is_enough(), "{less}");
    }
}
