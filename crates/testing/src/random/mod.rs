//! Random programs: well typed, numerically tame, the same on every machine; and how to make a failing one small.
//!
//! Every float of a program stays within [-2, 2] or so, since what may grow is squashed: derivatives of such programs
//! have digits to compare. Loops have at most four trips, recursion a counter that falls.

mod arrays;
mod control;
mod functions;
mod generator;
mod harness;
mod scalars;
mod shrink;

pub use generator::{Features, program};
pub use harness::{POINTS, harness};
pub use shrink::shrink;

/// xorshift64*.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}
