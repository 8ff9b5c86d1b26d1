//! What the persistent cache saves a process: the time from a file to the value of its entry, without a cache, with an empty one, with
//! a full one, and after an edit of one function. `cargo bench -p pullback-benches --bench cache`.
//!
//! In one process, with a database for each run: to these times each process adds its start, in which the system loads LLVM.

use pullback_benches::{Result, live::Module};
use pullback_codegen::Jit;
use pullback_db::{Cache, Database, Derivative, Folder, Mode, Request};
use std::{
    env,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

/// How much faster a run with a full cache has to be, at this many functions.
const FACTOR: (usize, f64) = (1000, 10.0);

fn main() -> ExitCode {
    let limit = env::args().find_map(|word| word.strip_prefix("--limit=")?.parse().ok());
    let limit: usize = limit.unwrap_or(1000);
    match pullback_ir::with_deep_stack(|| table(limit)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a line for each size; says whether a full cache is worth what it has to be.
fn table(limit: usize) -> Result<bool> {
    println!("functions    no cache   empty cache   full cache   one edited   full is faster by");
    let mut good = true;
    for count in [10, 100, 1000].into_iter().filter(|count| *count <= limit) {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let at = |name: &str| folder.path().join(name);
        let mut module = Module::new(count);
        let text = module.text();
        let (none, expected) = run(&text, None)?;
        let (empty, first) = run(&text, Some(&at("cache")))?;
        let full = (0..5).map(|_| run(&text, Some(&at("cache"))));
        let full = full.collect::<Result<Vec<_>>>()?;
        let (best, second) = full
            .into_iter()
            .min_by_key(|(time, _)| *time)
            .ok_or("no run")?;
        if first != expected || second != expected {
            return Err("the cache changes the answer".into());
        }
        module.edit(module.edited()[0].1);
        let (edited, _) = run(&module.text(), Some(&at("cache")))?;
        let factor = none.as_secs_f64() / best.as_secs_f64();
        let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1e3);
        println!(
            "{count:<9}{:>12}{:>14}{:>13}{:>13}{factor:>20.1}",
            ms(none),
            ms(empty),
            ms(best),
            ms(edited),
        );
        good &= count != FACTOR.0 || factor >= FACTOR.1;
    }
    Ok(good)
}

/// Reads, compiles, links and calls, as a new process does; hands back the results' bits.
fn run(text: &str, cache: Option<&Path>) -> Result<(Duration, Vec<u64>)> {
    let start = Instant::now();
    let mut db = Database::new();
    if let Some(cache) = cache {
        let folder = Folder::open(cache, None, |what| eprintln!("{what}"))?;
        db.set_cache(Some(Cache::new(folder).map_err(|error| error.to_string())?));
    }
    let file = db.set_file("module.mlir", text);
    let grad = Derivative::Grad {
        wrt: None,
        mode: Mode::Reverse,
        order: 1,
    };
    let request = Request::new(file, "main", grad);
    let image = db.image(&request).map_err(|found| found.to_string())?;
    let jit = Jit::new().map_err(|error| error.to_string())?;
    for object in &image.objects {
        jit.add_object(object).map_err(|error| error.to_string())?;
    }
    let function = jit
        .function(&image.entry)
        .map_err(|error| error.to_string())?;
    let inputs: Vec<_> = (0..2).map(|_| 0.5.into()).collect();
    let values = function
        .call_values(&inputs)
        .map_err(|error| error.to_string())?;
    let time = start.elapsed();
    Ok((time, values.iter().map(|value| value.to_bits()).collect()))
}
