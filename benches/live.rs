//! `cargo bench -p pullback-benches --bench live`: how long it takes from an edit of a file to the gradient in the process.
//!
//! For modules of 10 to 5,000 functions, which one entry reaches: the time from an empty database to the gradient's value, and
//! from an edited file to the gradient's value, the median of several edits; in CPU time. `-- --limit=N` leaves out larger modules.

use pullback_benches::{cpu_ms, live::Module, quantile};
use pullback_db::{Derivative, Live, Mode, OptLevel, Request};
use std::{path::Path, process::ExitCode};

const SIZES: &[usize] = &[10, 100, 1000, 5000];

/// How often each function is edited.
const EDITS: usize = 15;

fn main() -> ExitCode {
    let mut limit = usize::MAX;
    for argument in std::env::args().skip(1).filter(|word| word != "--bench") {
        match argument.strip_prefix("--limit=").map(str::parse) {
            Some(Ok(number)) => limit = number,
            _ => {
                eprintln!("`{argument}` is no option; use --limit=N");
                return ExitCode::FAILURE;
            }
        }
    }
    let done = pullback_ir::with_deep_stack(|| {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        println!(
            "{:>9}{:>12}{:>17}{:>12}{:>10}{:>10}{:>10}",
            "functions", "rebuild ms", "edit", "ms", "fastest", "linked", "ratio"
        );
        for &count in SIZES.iter().filter(|&&count| count <= limit) {
            module(count, &folder.path().join("module.mlir"))?;
        }
        Ok::<_, String>(())
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn module(count: usize, path: &Path) -> Result<(), String> {
    let mut module = Module::new(count);
    write(path, &module)?;
    let start = cpu_ms();
    let mut live = Live::new(None).map_err(|found| found.to_string())?;
    gradient(&mut live, path)?;
    let rebuild = milliseconds(start);
    println!("{count:>9}{rebuild:>12.1}");
    let mut unchanged = vec![];
    for _ in 0..EDITS {
        let start = cpu_ms();
        gradient(&mut live, path)?;
        unchanged.push(milliseconds(start));
    }
    line("none", &unchanged, 0, rebuild);
    let mut comments = vec![];
    for _ in 0..EDITS {
        module.comment();
        write(path, &module)?;
        let start = cpu_ms();
        gradient(&mut live, path)?;
        comments.push(milliseconds(start));
    }
    line("of a comment", &comments, 0, rebuild);
    for (what, index) in module.edited() {
        let (mut times, mut linked) = (vec![], 0);
        for _ in 0..EDITS {
            module.edit(index);
            write(path, &module)?;
            let start = cpu_ms();
            linked = gradient(&mut live, path)?;
            times.push(milliseconds(start));
        }
        line(what, &times, linked, rebuild);
    }
    Ok(())
}

fn line(what: &str, times: &[f64], linked: usize, rebuild: f64) {
    let median = quantile(times.iter().copied(), 0.5);
    let fastest = quantile(times.iter().copied(), 0.0);
    println!(
        "{:>38}{median:>12.2}{fastest:>10.2}{linked:>10}{:>10.0}",
        what,
        rebuild / median
    );
}

fn write(path: &Path, module: &Module) -> Result<(), String> {
    std::fs::write(path, module.text()).map_err(|error| error.to_string())
}

/// From the file to the gradient's value; hands back how many functions were linked.
fn gradient(live: &mut Live, path: &Path) -> Result<usize, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let file = live.database_mut().set_file("module.mlir", text);
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
