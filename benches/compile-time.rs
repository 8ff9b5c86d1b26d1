//! `cargo bench -p pullback-benches --bench compile-time`: how the time to compile a derivative grows with the program.
//!
//! Prints milliseconds of CPU time by stage, and the exponent of the fit between the logarithms of size and time.
//! `-- WORDS` keeps the families whose names contain one; `--from=N` and `--limit=N` leave out smaller and larger programs.

use pullback_benches::compile::{Shape, Stages, exponent};
use std::ops::RangeInclusive;
use std::process::ExitCode;

const SIZES: &[usize] = &[100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

/// Programs up to so many ops are compiled so often; the fastest counts.
const REPEATS: &[(usize, usize)] = &[(500, 7), (2000, 3), (usize::MAX, 1)];

/// The mark.
const LINEAR: f64 = 1.1;

fn main() -> ExitCode {
    let (mut from, mut limit) = (0, usize::MAX);
    let mut words = vec![];
    for argument in std::env::args().skip(1).filter(|word| word != "--bench") {
        match argument
            .split_once('=')
            .map(|(name, number)| (name, number.parse()))
        {
            Some(("--from", Ok(number))) => from = number,
            Some(("--limit", Ok(number))) => limit = number,
            None if !argument.starts_with("--") => words.push(argument),
            _ => {
                eprintln!(
                    "`{argument}` is no option; use --from=N, --limit=N and words of family names"
                );
                return ExitCode::FAILURE;
            }
        }
    }
    let done = pullback_ir::with_deep_stack(|| {
        println!(
            "{:<18}{:>7}{:>7}{:>8}{:>15}{:>10}{:>8}{:>9}{:>9}{:>12}",
            "",
            "order",
            "ops",
            "parse",
            "differentiate",
            "simplify",
            "lower",
            "object",
            "total",
            "us an op"
        );
        let mut good = true;
        for order in [1, 3] {
            for shape in Shape::ALL {
                let chosen = words.is_empty()
                    || words
                        .iter()
                        .any(|word| shape.name().contains(word.as_str()));
                // A third derivative is an order of magnitude more code.
                let largest = limit.min(if order == 1 { usize::MAX } else { 5000 });
                if chosen {
                    good &= family(shape, order, from..=largest)?;
                }
            }
        }
        Ok::<_, String>(good)
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a family's lines; says whether it is as good as linear.
fn family(shape: Shape, order: usize, sizes: RangeInclusive<usize>) -> Result<bool, String> {
    let mut points = vec![];
    for &ops in SIZES.iter().filter(|ops| sizes.contains(ops)) {
        let program = shape.program(ops, order);
        let repeats = REPEATS
            .iter()
            .find(|(size, _)| ops <= *size)
            .map_or(1, |found| found.1);
        let mut best = Stages::of(&program)?;
        for _ in 1..repeats {
            best = best.min(&Stages::of(&program)?);
        }
        let total = best.total();
        println!(
            "{:<18}{order:>7}{ops:>7}{:>8.1}{:>15.1}{:>10.1}{:>8.1}{:>9.1}{total:>9.1}{:>12.1}",
            shape.name(),
            best.parse,
            best.differentiate,
            best.simplify,
            best.lower,
            best.object,
            total * 1e3 / ops as f64,
        );
        points.push((ops as f64, best));
    }
    let of = |stage: fn(&Stages) -> f64, from: f64| {
        let points = points.iter().filter(|(ops, _)| *ops >= from);
        exponent(
            &points
                .map(|(ops, stages)| (*ops, stage(stages)))
                .collect::<Vec<_>>(),
        )
    };
    for (text, from) in [("exponent", 0.0), ("  from 1,000 ops", 1000.0)] {
        println!(
            "{text:<32}{:>8.2}{:>15.2}{:>10.2}{:>8.2}{:>9.2}{:>9.2}",
            of(|s| s.parse, from),
            of(|s| s.differentiate, from),
            of(|s| s.simplify, from),
            of(|s| s.lower, from),
            of(|s| s.object, from),
            of(Stages::total, from),
        );
    }
    println!();
    Ok(of(Stages::total, 0.0) < LINEAR)
}
