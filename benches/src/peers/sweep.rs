//! A function of numbers, called for all points of a workload.

use super::workload::{Entry, text};
use crate::Result;
use pullback_codegen::EntryFn;
use std::hint::black_box;

/// Calls for all points, and their results: the sum of the values, then an array an input.
#[derive(Debug)]
pub struct Sweep<'jit> {
    entry: EntryFn<'jit>,
    points: &'jit [Vec<u64>],
    slots: Vec<u64>,
    results: Vec<Vec<f64>>,
}

impl<'jit> Sweep<'jit> {
    pub(super) fn new(points: &'jit [Vec<u64>], entry: &'jit Entry, count: usize) -> Result<Self> {
        let entry = entry.function()?;
        let mut results = vec![vec![0.0; points.len()]; count];
        results[0].truncate(1);
        Ok(Self {
            entry,
            points,
            slots: vec![0; count],
            results,
        })
    }

    /// All points, once.
    pub(super) fn once(&mut self) -> Result<()> {
        let mut sum = 0.0;
        for (index, point) in self.points.iter().enumerate() {
            self.entry.call(point, &mut self.slots).map_err(text)?;
            sum += f64::from_bits(self.slots[0]);
            for (result, slot) in self.results[1..].iter_mut().zip(&self.slots[1..]) {
                result[index] = f64::from_bits(*slot);
            }
        }
        self.results[0][0] = sum;
        black_box(&mut self.results);
        Ok(())
    }

    /// What the last time gave.
    pub(super) fn results(&self) -> &[Vec<f64>] {
        &self.results
    }
}
