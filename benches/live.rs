//! `cargo bench -p pullback-benches --bench live`: how long it takes from an edit of a file to the gradient in the process.
//!
//! For modules of 10 to 5,000 functions, which one entry reaches: the time from an empty database to the gradient's value, and
//! from an edited file to the gradient's value, the median of several edits; in CPU time. Then what the database costs a process
//! that compiles once, by turns with the same passes on the module as a whole. Fails where a mark is missed.
//! `-- --from=N` and `--limit=N` leave out smaller and larger modules.

use pullback_benches::{
    compile::{Stages, slope},
    cpu_ms,
    live::Module,
    quantile,
};
use pullback_db::{Database, Derivative, Live, Mode, OptLevel, Request};
use std::{collections::BTreeMap, ops::RangeInclusive, path::Path, process::ExitCode};

const SIZES: &[usize] = &[10, 100, 1000, 5000];

/// How often each function is edited.
const EDITS: usize = 15;

/// The size of the module for which the marks are.
const MARKED: usize = 1000;

/// An edit is at least so many times as fast as all from nothing.
const RATIO: f64 = 100.0;

/// An edit takes at most so many milliseconds.
const MILLISECONDS: f64 = 20.0;

/// A function more makes an edit longer by less than so many microseconds.
const SLOPE: f64 = 2.0;

/// A process that compiles once takes at most so many times as long with the database.
const COLD: f64 = 1.15;

/// The times by what is edited, each with the size of the module.
type Times = BTreeMap<&'static str, Vec<(f64, f64)>>;

fn main() -> ExitCode {
    let (mut from, mut limit) = (0, usize::MAX);
    for argument in std::env::args().skip(1).filter(|word| word != "--bench") {
        match argument
            .split_once('=')
            .map(|(name, number)| (name, number.parse()))
        {
            Some(("--from", Ok(number))) => from = number,
            Some(("--limit", Ok(number))) => limit = number,
            _ => {
                eprintln!("`{argument}` is no option; use --from=N and --limit=N");
                return ExitCode::FAILURE;
            }
        }
    }
    match pullback_ir::with_deep_stack(|| measured(from..=limit)) {
        Ok(missed) if missed.is_empty() => ExitCode::SUCCESS,
        Ok(missed) => {
            for mark in missed {
                eprintln!("missed: {mark}");
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints all tables; hands back the marks that are missed.
fn measured(sizes: RangeInclusive<usize>) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    println!(
        "{:>9}{:>12}{:>17}{:>12}{:>10}{:>10}{:>10}",
        "functions", "rebuild ms", "edit", "ms", "fastest", "linked", "ratio"
    );
    let (mut missed, mut times) = (vec![], Times::new());
    for &count in SIZES.iter().filter(|count| sizes.contains(count)) {
        let path = folder.path().join("module.mlir");
        module(count, &path, &mut times, &mut missed)?;
    }
    println!("\n{:>38}{:>15}", "edit", "us a function");
    for (what, points) in times.iter().filter(|(_, points)| points.len() > 1) {
        let slope = slope(points) * 1e3;
        println!("{what:>38}{slope:>15.2}");
        if slope >= SLOPE {
            missed.push(format!(
                "an edit {what} takes {slope:.2} us longer a function"
            ));
        }
    }
    println!(
        "\n{:>9}{:>12}{:>17}{:>12}",
        "functions", "module ms", "database ms", "ratio"
    );
    let once = SIZES.iter().filter(|count| **count <= MARKED);
    for &count in once.filter(|count| sizes.contains(count)) {
        let ratio = cold(count)?;
        if count == MARKED && ratio > COLD {
            missed.push(format!(
                "a process that compiles once takes {ratio:.2} times as long"
            ));
        }
    }
    Ok(missed)
}

fn module(
    count: usize,
    path: &Path,
    all: &mut Times,
    missed: &mut Vec<String>,
) -> Result<(), String> {
    let mut module = Module::new(count);
    write(path, &module)?;
    let start = cpu_ms();
    let mut live = Live::new(None).map_err(|found| found.to_string())?;
    gradient(&mut live, path)?;
    let rebuild = milliseconds(start);
    println!("{count:>9}{rebuild:>12.1}");
    let mut edits = |what: &'static str, edit: &mut dyn FnMut(&mut Module)| -> Result<(), String> {
        let (mut times, mut linked) = (vec![], 0);
        for _ in 0..EDITS {
            edit(&mut module);
            write(path, &module)?;
            let start = cpu_ms();
            linked = gradient(&mut live, path)?;
            times.push(milliseconds(start));
        }
        let median = line(what, &times, linked, rebuild);
        all.entry(what).or_default().push((count as f64, median));
        if count == MARKED && (median > MILLISECONDS || rebuild / median < RATIO) {
            missed.push(format!(
                "an edit {what} takes {median:.1} ms, a {:.0}th of all",
                rebuild / median
            ));
        }
        Ok(())
    };
    edits("of nothing", &mut |_| ())?;
    edits("of a comment", &mut Module::comment)?;
    for (what, index) in Module::new(count).edited() {
        edits(what, &mut |module| module.edit(index))?;
    }
    Ok(())
}

/// Prints the times of an edit; hands back the median.
fn line(what: &str, times: &[f64], linked: usize, rebuild: f64) -> f64 {
    let median = quantile(times.iter().copied(), 0.5);
    let fastest = quantile(times.iter().copied(), 0.0);
    println!(
        "{:>38}{median:>12.2}{fastest:>10.2}{linked:>10}{:>10.0}",
        what,
        rebuild / median
    );
    median
}

/// Prints how long it takes to compile a gradient once, with the passes on the module and with the database; hands back the
/// ratio.
fn cold(count: usize) -> Result<f64, String> {
    let module = Module::new(count);
    let (plain, primal) = (module.gradient_text(), module.text());
    let (mut without, mut with) = (vec![], vec![]);
    for _ in 0..(MARKED / count).clamp(2, 5) {
        let start = cpu_ms();
        Stages::of(&plain)?;
        without.push(milliseconds(start));
        let start = cpu_ms();
        let mut db = Database::new();
        let file = db.set_file("module.mlir", primal.as_str());
        let grad = Derivative::Grad {
            wrt: None,
            mode: Mode::Reverse,
            order: 1,
        };
        db.image(&Request::new(file, "main", grad))
            .map_err(|found| found.to_string())?;
        with.push(milliseconds(start));
    }
    let fastest = |times: Vec<f64>| quantile(times.into_iter(), 0.0);
    let (without, with) = (fastest(without), fastest(with));
    let ratio = with / without;
    println!("{count:>9}{without:>12.1}{with:>17.1}{ratio:>12.2}");
    Ok(ratio)
}

fn write(path: &Path, module: &Module) -> Result<(), String> {
    std::fs::write(path, module.text()).map_err(|error| error.to_string())
}

/// From the file to the gradient's value; hands back how many functions were linked.
fn gradient(live: &mut Live, path: &Path) -> Result<usize, String> {
    let file = live.database_mut().read_file("module.mlir", path);
    let file = file.map_err(|error| error.to_string())?;
    let grad = Derivative::Grad {
        wrt: None,
        mode: Mode::Reverse,
        order: 1,
    };
    let request = Request {
        opt_level: OptLevel::O1,
        ..Request::new(file, "main", grad)
    };
    let update = live.update(&request).map_err(|found| found.to_string())?;
    let f = live.function().ok_or("the program is not linked")?;
    let values = f
        .call_values(&[0.75.into(), 0.5.into()])
        .map_err(|error| error.to_string())?;
    match values
        .iter()
        .all(|value| value.as_f64().is_some_and(f64::is_finite))
    {
        true => Ok(update.linked.len()),
        false => Err(format!("the gradient is {values:?}")),
    }
}

/// CPU time since then: other work of the machine does not count, and nothing here waits.
fn milliseconds(start: f64) -> f64 {
    cpu_ms() - start
}
