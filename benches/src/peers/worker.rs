//! A worker: answers on standard output what comes on standard input.

use super::{
    data::Data,
    workload::{Compiled, Run},
};
use crate::{FpMode, Result, cpu_ms};
use std::{
    fs,
    io::{self, BufRead, Write},
    path::Path,
    time::Instant,
};

/// How long one question is measured, in milliseconds.
const TURN: f64 = 30.0;

/// Compiles a workload, says that it is ready, and times the primal or the gradient as often as it is asked.
pub fn serve(workload: &str, folder: &Path, fp: FpMode) -> io::Result<()> {
    let mut output = io::stdout().lock();
    let mut say = |text: String| writeln!(output, "{text}").and_then(|()| output.flush());
    match talk(workload, folder, fp, &mut say) {
        Ok(done) => done,
        Err(error) => {
            let error = error
                .replace('\\', "\\\\")
                .replace('"', "\\\"")
                .replace('\n', "\\n");
            say(format!("{{\"ready\": false, \"error\": \"{error}\"}}"))
        }
    }
}

/// The errors of the workload outside, those of the pipe inside.
fn talk(
    workload: &str,
    folder: &Path,
    fp: FpMode,
    say: &mut impl FnMut(String) -> io::Result<()>,
) -> Result<io::Result<()>> {
    let data = Data::read(folder)?;
    let base = memory("VmRSS:");
    let (wall, cpu) = (Instant::now(), cpu_ms());
    let compiled = Compiled::new(workload, &data, fp)?;
    let mut gradient = compiled.gradient()?;
    gradient.run(1)?;
    let (wall, cpu) = (wall.elapsed().as_secs_f64() * 1e3, cpu_ms() - cpu);
    let error = gradient.error(&data)?;
    let mut primal = compiled.primal()?;
    let first = say(format!(
        "{{\"ready\": true, \"compile_ms\": {wall:.3}, \"compile_cpu_ms\": {cpu:.3}, \"check\": {}, \
         \"peak_mb\": {:.2}, \"grad_delta_mb\": {:.2}}}",
        // JSON has no infinity.
        if error.is_finite() {
            format!("{error:e}")
        } else {
            "1e300".into()
        },
        memory("VmHWM:"),
        memory("VmHWM:") - base,
    ));
    if first.is_err() {
        return Ok(first);
    }
    let turns = [turn(&mut primal)?, turn(&mut gradient)?];
    for line in io::stdin().lock().lines() {
        let line = match line {
            Ok(line) => line,
            Err(error) => return Ok(Err(error)),
        };
        let (sweep, times) = match line.trim() {
            "primal" => (&mut primal, turns[0]),
            "grad" => (&mut gradient, turns[1]),
            "quit" => break,
            other => {
                return Err(format!(
                    "`{other}` is no question; ask primal, grad or quit"
                ));
            }
        };
        let (wall, cpu) = (Instant::now(), cpu_ms());
        sweep.run(times)?;
        let cpu = (cpu_ms() - cpu) / times as f64;
        let wall = wall.elapsed().as_secs_f64() * 1e3 / times as f64;
        let done = say(format!("{{\"ms\": {wall:.6}, \"cpu_ms\": {cpu:.6}}}"));
        if done.is_err() {
            return Ok(done);
        }
    }
    Ok(Ok(()))
}

/// How often a sweep is run for one question.
fn turn(sweep: &mut Run<'_>) -> Result<usize> {
    const MOST: usize = 20_000;
    let mut times = 1;
    loop {
        let start = cpu_ms();
        sweep.run(times)?;
        let time = cpu_ms() - start;
        // Until the start of a thread counts for nothing.
        if time > TURN / 8.0 || times >= MOST {
            let fitting = times as f64 * TURN / time.max(1e-4);
            return Ok((fitting as usize).clamp(1, MOST));
        }
        times *= 4;
    }
}

/// Megabytes of this process: resident now (`VmRSS:`) or at most (`VmHWM:`); 0 where nobody says.
fn memory(key: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}
