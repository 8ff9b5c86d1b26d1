//! `cargo bench -p pullback-benches --bench compile-time`: how the time to compile a derivative grows with the program.
//!
//! Prints milliseconds of CPU time by stage, and the exponent of the fit between the logarithms of size and time.
//! `-- WORDS` keeps the families whose names contain one; `--order=N` keeps one order; `--from=N` and `--limit=N` leave
//! out smaller and larger programs.
//!
//! Each program is compiled in a process of its own, as a user's is: memory that an earlier one left behind is scattered.

use pullback_benches::compile::{Shape, Stages, exponent};
use std::{
    ops::RangeInclusive,
    process::{Command, ExitCode},
};

/// As in the driver.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const SIZES: &[usize] = &[100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];

/// Programs whose size times the square of the order is up to so many are compiled so often; the fastest counts.
const REPEATS: &[(usize, usize)] = &[(5000, 8), (20_000, 4), (50_000, 2), (usize::MAX, 1)];

/// The orders, and the largest program of each: a third derivative is an order of magnitude more code.
const ORDERS: [(usize, usize); 2] = [(1, 20_000), (3, 10_000)];

/// The mark.
const LINEAR: f64 = 1.1;

/// What a process is told that compiles one program.
const ONE: &str = "--one=";

/// What to measure.
struct Wanted {
    words: Vec<String>,
    order: Option<usize>,
    from: usize,
    limit: Option<usize>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let done = match arguments.first().and_then(|word| word.strip_prefix(ONE)) {
        Some(program) => pullback_ir::with_deep_stack(|| one(program)).map(|()| true),
        None => wanted(&arguments).and_then(|wanted| all(&wanted)),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn wanted(arguments: &[String]) -> Result<Wanted, String> {
    let mut wanted = Wanted {
        words: vec![],
        order: None,
        from: 0,
        limit: None,
    };
    for argument in arguments {
        let option = argument.split_once('=');
        match option.map(|(name, number)| (name, number.parse())) {
            Some(("--from", Ok(number))) => wanted.from = number,
            Some(("--limit", Ok(number))) => wanted.limit = Some(number),
            Some(("--order", Ok(number))) => wanted.order = Some(number),
            None if !argument.starts_with("--") => wanted.words.push(argument.clone()),
            _ => {
                return Err(format!(
                    "`{argument}` is no option; use --order=N, --from=N, --limit=N and words of family names"
                ));
            }
        }
    }
    Ok(wanted)
}

/// Measures; says whether all is as good as linear.
fn all(wanted: &Wanted) -> Result<bool, String> {
    println!(
        "{:<16}{:>6}{:>7}{:>8}{:>14}{:>10}{:>8}{:>9}{:>9}{:>10}{:>9}",
        "",
        "order",
        "ops",
        "parse",
        "differentiate",
        "simplify",
        "lower",
        "object",
        "total",
        "us an op",
        "peak MB"
    );
    let mut good = true;
    for (order, largest) in ORDERS {
        if wanted.order.is_some_and(|chosen| chosen != order) {
            continue;
        }
        for shape in Shape::ALL {
            let mut words = wanted.words.iter();
            if wanted.words.is_empty() || words.any(|word| shape.name().contains(word.as_str())) {
                let sizes = wanted.from..=wanted.limit.unwrap_or(largest);
                good &= family(shape, order, sizes)?;
            }
        }
    }
    Ok(good)
}

/// Prints a family's lines; says whether it is as good as linear.
fn family(shape: Shape, order: usize, sizes: RangeInclusive<usize>) -> Result<bool, String> {
    let sizes = SIZES.iter().copied().filter(|ops| sizes.contains(ops));
    let mut points: Vec<(usize, Option<Measured>)> = sizes.map(|ops| (ops, None)).collect();
    // By turns, so that a machine that is slow for a while is slow for all sizes.
    for round in 0.. {
        let mut some = false;
        for (ops, best) in &mut points {
            if round < repeats(*ops, order) {
                let measured = Measured::of(shape, order, *ops)?;
                *best = Some(best.map_or(measured, |best| best.min(measured)));
                some = true;
            }
        }
        if !some {
            break;
        }
    }
    let points: Vec<(f64, Measured)> = points
        .into_iter()
        .filter_map(|(ops, best)| Some((ops as f64, best?)))
        .collect();
    for (ops, Measured { stages, peak }) in &points {
        println!(
            "{:<16}{order:>6}{ops:>7}{:>8.1}{:>14.1}{:>10.1}{:>8.1}{:>9.1}{:>9.1}{:>10.1}{peak:>9.0}",
            shape.name(),
            stages.parse,
            stages.differentiate,
            stages.simplify,
            stages.lower,
            stages.object,
            stages.total(),
            stages.total() * 1e3 / ops,
        );
    }
    let of = |stage: fn(&Stages) -> f64, from: f64| {
        let points = points.iter().filter(|(ops, _)| *ops >= from);
        let points = points.map(|(ops, measured)| (*ops, stage(&measured.stages)));
        exponent(&points.collect::<Vec<_>>())
    };
    for (text, from) in [("exponent", 0.0), ("  from 1,000 ops", 1000.0)] {
        println!(
            "{text:<29}{:>8.2}{:>14.2}{:>10.2}{:>8.2}{:>9.2}{:>9.2}",
            of(|s| s.parse, from),
            of(|s| s.differentiate, from),
            of(|s| s.simplify, from),
            of(|s| s.lower, from),
            of(|s| s.object, from),
            of(Stages::total, from),
        );
    }
    println!();
    // With one size there is no exponent.
    let total = of(Stages::total, 0.0);
    Ok(total.is_nan() || total < LINEAR)
}

fn repeats(ops: usize, order: usize) -> usize {
    let code = ops * order * order;
    let found = REPEATS.iter().find(|(most, _)| code <= *most);
    found.map_or(1, |(_, times)| *times)
}

/// A compilation.
#[derive(Clone, Copy)]
struct Measured {
    stages: Stages,
    /// The most memory of the process, in MB.
    peak: f64,
}

impl Measured {
    /// Compiles a program in another process.
    fn of(shape: Shape, order: usize, ops: usize) -> Result<Self, String> {
        let place = Shape::ALL.iter().position(|other| *other == shape);
        let program = format!("{ONE}{},{order},{ops}", place.unwrap_or_default());
        let this = std::env::current_exe().map_err(|error| error.to_string())?;
        let output = Command::new(this).arg(program).output();
        let output = output.map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f64> = text
            .split_whitespace()
            .filter_map(|n| n.parse().ok())
            .collect();
        match numbers[..] {
            [parse, differentiate, simplify, lower, object, peak] if output.status.success() => {
                let stages = Stages {
                    parse,
                    differentiate,
                    simplify,
                    lower,
                    object,
                };
                Ok(Self { stages, peak })
            }
            _ => Err(format!(
                "{} of {ops} ops, order {order}: {}",
                shape.name(),
                String::from_utf8_lossy(&output.stderr)
            )),
        }
    }

    fn min(self, other: Self) -> Self {
        Self {
            stages: self.stages.min(&other.stages),
            peak: self.peak.min(other.peak),
        }
    }
}

/// Compiles the program `SHAPE,ORDER,OPS`, and prints what [`Measured::of`] reads. Before that a small one, so that the
/// libraries are in memory.
fn one(program: &str) -> Result<(), String> {
    let numbers: Vec<usize> = program.split(',').filter_map(|n| n.parse().ok()).collect();
    let [shape, order, ops] = numbers[..] else {
        return Err(format!("`{program}` is not SHAPE,ORDER,OPS"));
    };
    let shape = Shape::ALL.get(shape).ok_or("there is no such family")?;
    Stages::of(&shape.program(50, 1))?;
    let stages = Stages::of(&shape.program(ops, order))?;
    println!(
        "{} {} {} {} {} {}",
        stages.parse,
        stages.differentiate,
        stages.simplify,
        stages.lower,
        stages.object,
        peak_mb()
    );
    Ok(())
}

/// The most memory that this process had; 0 where the system does not tell.
fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1024.0
}
