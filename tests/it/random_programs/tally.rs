//! How much was compared.

use pullback_testing::random::POINTS;
use std::{fmt, ops::AddAssign};

/// An entry at a point is one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// By order.
    pub programs: [usize; 3],
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
pub const ENTRIES: [usize; 3] = [1, 3, 6];

impl Tally {
    /// Whether each kind of comparison took place at nearly all points, and those with differences, which kinks
    /// prevent, at half of them.
    pub fn is_enough(&self) -> bool {
        let points = self.programs.map(|programs| programs * POINTS.len());
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
            && nearly(self.modes, first + 2 * second)
            && nearly(self.passes, entries * PASSES)
            && nearly(self.compiled, entries)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        let pairs = self.programs.iter_mut().zip(other.programs);
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
            "{:?} programs of order 0, 1, 2; compared with differences: {values} values, {gradients} gradients, \
             {tangents} derivatives along a direction, {second} second derivatives; modes with each other: {}; after a pass: {}; \
             compiled code: {}",
            self.programs, self.modes, self.passes, self.compiled
        )
    }
}

#[test]
fn random_programs_that_compare_nothing_are_not_enough() {
    assert!(!Tally::default().is_enough());
    let points = POINTS.len();
    let enough = Tally {
        programs: [1, 1, 1],
        differences: [3 * points, points, points, points],
        modes: 4 * points,
        passes: 10 * points * PASSES,
        compiled: 10 * points,
    };
    assert!(enough.is_enough());
    for less in [
        Tally {
            differences: [0, points, points, points],
            ..enough
        },
        Tally {
            differences: [3 * points, 0, points, points],
            ..enough
        },
        Tally {
            differences: [3 * points, points, 0, points],
            ..enough
        },
        Tally {
            differences: [3 * points, points, points, 0],
            ..enough
        },
        Tally {
            modes: points,
            ..enough
        },
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
