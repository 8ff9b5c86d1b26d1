//! Times, by turns.

use crate::{Pair, Points, Result};
use pullback_codegen::EntryFn;
use std::{hint::black_box, time::Instant};

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How often both sides are timed.
    pub rounds: usize,
    /// How long a side runs at a time.
    pub nanoseconds: f64,
}

impl Default for Plan {
    /// A quarter of a second a program: rounds short enough that both sides of one meet the same machine.
    fn default() -> Self {
        Self {
            rounds: 301,
            nanoseconds: 400_000.0,
        }
    }
}

/// What a comparison found.
#[derive(Clone, Copy, Debug)]
pub struct Ratio {
    /// Nanoseconds a call of ours, the median.
    pub ours: f64,
    /// Nanoseconds a call of C's, the median.
    pub c: f64,
    /// Our time over C's: the median of the rounds' ratios.
    pub ratio: f64,
    /// A quarter of the rounds have a smaller ratio than the first, and a quarter a greater one than the second.
    pub quartiles: (f64, f64),
}

/// Times both sides of a pair over the points: ours and C's by turns, the first of a round alternating.
pub fn measure(pair: &Pair, points: &Points, plan: Plan) -> Result<Ratio> {
    let (ours, c) = (pair.ours()?, pair.c()?);
    let calls = points.iter().count() as f64;
    // The first run of each is not counted: it warms up, and says how many make a turn.
    let first = sweep(&c, points, 8)?.max(sweep(&ours, points, 8)?) / 8.0;
    let sweeps = (plan.nanoseconds / first).ceil().max(1.0) as usize;
    let mut rounds = vec![];
    for round in 0..plan.rounds {
        let (a, b) = if round % 2 == 0 {
            let a = sweep(&ours, points, sweeps)?;
            (a, sweep(&c, points, sweeps)?)
        } else {
            let b = sweep(&c, points, sweeps)?;
            (sweep(&ours, points, sweeps)?, b)
        };
        rounds.push((a, b, a / b));
    }
    let per_call = |total: f64| total / (sweeps as f64 * calls);
    let ratios = || rounds.iter().map(|&(_, _, ratio)| ratio);
    Ok(Ratio {
        ours: per_call(quantile(rounds.iter().map(|&(a, _, _)| a), 0.5)),
        c: per_call(quantile(rounds.iter().map(|&(_, b, _)| b), 0.5)),
        ratio: quantile(ratios(), 0.5),
        quartiles: (quantile(ratios(), 0.25), quantile(ratios(), 0.75)),
    })
}

/// Nanoseconds for a number of sweeps over all points. Never inlined, so that both sides run the same code.
#[inline(never)]
fn sweep(side: &EntryFn<'_>, points: &Points, sweeps: usize) -> Result<f64> {
    let mut results = vec![0; side.entry().results.len()];
    let start = Instant::now();
    for _ in 0..sweeps {
        for point in points.iter() {
            side.call(point, &mut results)
                .map_err(|error| error.to_string())?;
        }
        black_box(&mut results);
    }
    Ok(start.elapsed().as_nanos() as f64)
}

/// The value at a part of the sorted list: 0.5 for the median.
pub fn quantile(values: impl Iterator<Item = f64>, at: f64) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    let index = (values.len().saturating_sub(1) as f64 * at).round() as usize;
    values.get(index).copied().unwrap_or(f64::NAN)
}
