//! `cargo bench -p pullback-benches`: the time of compiled gradients over that of the same in C.
//!
//! `-- --fast` compiles our side as `--fp=fast` does, `-- --json` prints JSON, `-- --code` what both sides compile to instead of measuring, and a word
//! keeps the programs whose names contain it.

use pullback_benches::{
    EMPTY, FpMode, PROGRAMS, Pair, Plan, Program, Ratio, Report, Result, Row, c_compiler, measure,
};
use std::process::ExitCode;

/// Points of one sweep: enough that no branch is learnt by heart, few enough for the first-level cache.
const POINTS: usize = 1024;

/// How far both sides' results may be apart; they round differently, but compute the same.
const TOLERANCE: f64 = 1e-10;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let (options, words): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .partition(|argument| argument.starts_with("--"));
    if let Some(unknown) = options
        .iter()
        .find(|option| !["--fast", "--json", "--code"].contains(&option.as_str()))
    {
        eprintln!(
            "there is no option {unknown}; use --fast, --json or --code, and words of program names"
        );
        return ExitCode::FAILURE;
    }
    let has = |option: &str| options.iter().any(|other| other == option);
    let fp = if has("--fast") {
        FpMode::Fast
    } else {
        FpMode::Contract
    };
    let chosen: Vec<_> = PROGRAMS
        .iter()
        .filter(|program| {
            words.is_empty()
                || words
                    .iter()
                    .any(|word| program.name.contains(word.as_str()))
        })
        .collect();
    let done = if has("--code") {
        print_code(&chosen, fp)
    } else {
        report(&chosen, fp).map(|report| {
            println!(
                "{}",
                if has("--json") {
                    report.json()
                } else {
                    report.to_string()
                }
            );
            report.rows.iter().all(|row| row.outcome.is_ok())
        })
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

fn report(programs: &[&Program], fp: FpMode) -> Result<Report> {
    let empty = measure(
        &Pair::compile_c(&EMPTY)?,
        &EMPTY.points(POINTS),
        Plan::default(),
    )?;
    let rows = programs.iter().map(|program| Row {
        name: program.name.into(),
        outcome: ratio(program, fp),
    });
    Ok(Report {
        c_compiler: c_compiler()?,
        empty: empty.c,
        rows: rows.collect(),
    })
}

fn ratio(program: &Program, fp: FpMode) -> Result<Ratio> {
    let pair = Pair::compile(program, fp)?;
    let points = program.points(POINTS);
    pair.check(&points, TOLERANCE)?;
    measure(&pair, &points, Plan::default())
}

fn print_code(programs: &[&Program], fp: FpMode) -> Result<bool> {
    for program in programs {
        println!("// {}\n{}", program.name, Pair::code(program, fp)?);
    }
    Ok(true)
}
