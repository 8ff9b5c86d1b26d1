//! The other end of the protocol: a worker that is asked.

use crate::Result;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A worker process that is ready.
#[derive(Debug)]
pub struct Side {
    name: String,
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    check: f64,
}

impl Side {
    /// Starts a worker and waits until it is ready.
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        // One thread a system, whatever libraries a worker is linked with.
        for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(variable, "1");
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.map_err(|error| format!("{name} does not start: {error}"))?;
        let (Some(questions), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{name} has no pipes"));
        };
        let mut side = Self {
            name: name.to_owned(),
            child,
            questions: Some(questions),
            answers: BufReader::new(answers),
            check: f64::NAN,
        };
        let ready = side.line()?;
        if !ready.contains("\"ready\": true") {
            return Err(format!(
                "{name}: {}",
                text_field(&ready, "error").unwrap_or(&ready)
            ));
        }
        side.check = side.number(&ready, "check")?;
        Ok(side)
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The greatest error of its first gradient.
    pub fn check(&self) -> f64 {
        self.check
    }

    /// Milliseconds of CPU time for one `primal` or `grad`.
    pub fn ask(&mut self, question: &str) -> Result<f64> {
        let pipe = self.questions.as_mut();
        let asked = pipe.map(|pipe| writeln!(pipe, "{question}").and_then(|()| pipe.flush()));
        if !matches!(asked, Some(Ok(()))) {
            return Err(format!("{} does not listen", self.name));
        }
        let answer = self.line()?;
        self.number(&answer, "cpu_ms")
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        match self.answers.read_line(&mut line) {
            Ok(1..) => Ok(line),
            _ => Err(format!("{} ended without an answer", self.name)),
        }
    }

    fn number(&self, line: &str, name: &str) -> Result<f64> {
        let number =
            field(line, name).and_then(|text| text.split([',', '}']).next()?.trim().parse().ok());
        number.ok_or_else(|| format!("{} said {} and no number `{name}`", self.name, line.trim()))
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // Closes the pipe, at whose end a worker quits; one that does not is ended.
        self.questions.take();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands behind a name in a line of JSON, which has no objects inside.
fn field<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let (_, rest) = line.split_once(&format!("\"{name}\""))?;
    Some(rest.trim_start().strip_prefix(':')?.trim_start())
}

fn text_field<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let rest = field(line, name)?.strip_prefix('"')?;
    rest.rsplit_once('"').map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A worker that says one line, and the same again at each question.
    fn worker(line: &str) -> Result<Side> {
        let script = format!("while true; do echo '{line}'; read question || exit; done");
        Side::start("worker", Command::new("sh").args(["-c", &script]))
    }

    #[test]
    fn answers_are_read() {
        let line = "{\"ready\": true, \"check\": 2.5e-16, \"ms\": 9, \"cpu_ms\": 0.25}";
        let mut side = worker(line).expect("the worker is ready");
        assert_eq!((side.check(), side.ask("grad")), (2.5e-16, Ok(0.25)));
    }

    #[test]
    fn workers_that_fail_are_errors() {
        let error = worker("{\"ready\": false, \"error\": \"no such workload\"}")
            .expect_err("it is not ready");
        assert_eq!(error, "worker: no such workload");
        let error = Side::start("worker", &mut Command::new("true")).expect_err("it says nothing");
        assert_eq!(error, "worker ended without an answer");
        let mut side = worker("{\"ready\": true, \"check\": 0}").expect("the worker is ready");
        assert!(
            side.ask("grad")
                .is_err_and(|error| error.contains("cpu_ms"))
        );
    }
}
