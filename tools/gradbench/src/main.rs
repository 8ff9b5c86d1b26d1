//! `pullback-gradbench`: the programs of `benches/gradbench` for GradBench.
//!
//! Reads messages from standard input, a line of JSON each, and answers each with a line on standard output, as GradBench's
//! protocol says. Ends with status 0 at the end of the input, and with 2 and a sentence on standard error at a line that
//! is no message.

mod message;
mod module;
mod session;

use session::Session;
use std::{
    io::{self, BufRead, Write},
    process::{self, ExitCode},
};

fn main() -> ExitCode {
    if let Some(word) = std::env::args().nth(1) {
        let _ = writeln!(
            io::stderr(),
            "error: `{word}` is no option; write messages of GradBench's protocol to standard input"
        );
        return ExitCode::from(2);
    }
    // Never comes back: contexts of MLIR are not taken apart, as the system gives memory back faster.
    pullback_ir::with_deep_stack(|| {
        let status = match talk() {
            Ok(()) => 0,
            Err(Stop::Output) => 1,
            Err(Stop::Input(what)) => {
                let _ = writeln!(io::stderr(), "error: {what}");
                2
            }
        };
        process::exit(status)
    })
}

/// Why the talk ends before its time.
enum Stop {
    /// Nobody listens.
    Output,
    /// What was read makes no sense.
    Input(String),
}

fn talk() -> Result<(), Stop> {
    let mut session = Session::default();
    let mut output = io::stdout().lock();
    for (index, line) in io::stdin().lock().split(b'\n').enumerate() {
        let place =
            |what: &str| Stop::Input(format!("line {} of standard input {what}", index + 1));
        let line = line.map_err(|error| place(&format!("cannot be read: {error}")))?;
        let text = str::from_utf8(&line).map_err(|_| place("is not UTF-8; send JSON"))?;
        if text.trim().is_empty() {
            continue;
        }
        let message = message::read(text).map_err(|what| place(&what))?;
        let answer = session.answer(&message);
        let written = writeln!(output, "{answer}").and_then(|()| output.flush());
        written.map_err(|_| Stop::Output)?;
    }
    Ok(())
}
