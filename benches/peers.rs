//! `cargo bench -p pullback-benches --bench peers -- FOLDER [WORDS]`: gradients of recursion and loops against hand-written C++.
//!
//! FOLDER is the harness whose `cpp/hand.cpp` is the C++ and whose `data/<workload>` are the inputs. WORDS keep the workloads whose names contain one.
//! Prints milliseconds of CPU time and their ratio; sides take turns.

use pullback_benches::{
    Result,
    peers::{Side, WORKLOADS},
};
use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

/// How often each side is asked; the fastest counts, as what else the machine does only adds.
const ROUNDS: usize = 11;

/// The scalar workloads multiply no matrices.
const NO_BLAS: &str = "#pragma once
#include <cstdlib>
enum { CblasRowMajor, CblasNoTrans, CblasTrans };
template <class... T> inline void cblas_sgemm(T...) { std::abort(); }
";

/// As the harness compiles it.
const FLAGS: &str = "-O3 -march=native -ffast-math -fno-finite-math-only -D__FAST_MATH__ -mprefer-vector-width=512 -std=c++17";

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let [folder, words @ ..] = words.as_slice() else {
        println!("no folder of peers is named; nothing is measured");
        return ExitCode::SUCCESS;
    };
    match run(Path::new(folder), words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, words: &[String]) -> Result<()> {
    let scratch = tempfile::tempdir().map_err(|error| format!("no folder for the C++: {error}"))?;
    let cpp = compile(folder, scratch.path())?;
    println!(
        "{:<20}{:<9}{:>12}{:>12}{:>8}{:>8}{:>10}",
        "", "", "primal ms", "grad ms", "primal", "grad", "error"
    );
    let chosen = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word));
    for workload in WORKLOADS.iter().filter(|name| chosen(name)) {
        let data = folder.join("data").join(workload);
        let start =
            |name, command: &mut Command| Side::start(name, command.arg(workload).arg(&data));
        let ours = |fp| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pullback-peer"));
            command.arg(format!("--fp={fp}"));
            start(fp, &mut command)
        };
        let mut sides = vec![start("cpp", &mut Command::new(&cpp))?];
        for side in [ours("strict"), ours("fast")] {
            match side {
                Ok(side) => sides.push(side),
                Err(error) => {
                    println!("{workload:<20}{}", error.lines().next().unwrap_or_default())
                }
            }
        }
        let times = measure(&mut sides)?;
        for (side, &[primal, gradient]) in sides.iter().zip(&times) {
            println!(
                "{workload:<20}{:<9}{primal:>12.5}{gradient:>12.5}{:>8.2}{:>8.2}{:>10.1e}",
                side.name(),
                primal / times[0][0],
                gradient / times[0][1],
                side.check(),
            );
        }
    }
    Ok(())
}

/// The times of the primal and of the gradient, for each side.
fn measure(sides: &mut [Side]) -> Result<Vec<[f64; 2]>> {
    let mut times = vec![[f64::INFINITY; 2]; sides.len()];
    for _ in 0..ROUNDS {
        for (side, times) in sides.iter_mut().zip(&mut times) {
            for (question, time) in ["primal", "grad"].into_iter().zip(times) {
                *time = time.min(side.ask(question)?);
            }
        }
    }
    Ok(times)
}

fn compile(folder: &Path, scratch: &Path) -> Result<PathBuf> {
    let program = scratch.join("cpp");
    std::fs::write(scratch.join("cblas.h"), NO_BLAS).map_err(|error| error.to_string())?;
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "g++".into());
    let status = Command::new(&compiler)
        .args(FLAGS.split(' '))
        .arg("-I")
        .arg(scratch)
        .arg(folder.join("cpp/hand.cpp"))
        .arg("-o")
        .arg(&program)
        .args(["-lmvec", "-lm"])
        .status();
    match status {
        Ok(status) if status.success() => Ok(program),
        _ => Err(format!(
            "{compiler} does not compile {}",
            folder.join("cpp/hand.cpp").display()
        )),
    }
}
