//! `pullback`: derivatives of functional programs from the command line.
//!
//! Standard output is the answer's alone; messages go to standard error. Exit status: 0; 1 if the program is
//! wrong, or has something that cannot be compiled; 2 if the call is wrong.

mod answer;
mod argument_names;
mod cache;
mod call;
mod cli;
mod demo;
mod explain;
mod failure;
mod inputs;
mod json;
mod matrix;
mod module;
mod nonfinite;
mod number;
mod numpy;
mod object;
mod source;
mod train;
mod types;
mod watch;
mod why;

use clap::{CommandFactory, Parser};
use cli::{Cli, Command};
use failure::{Failure, Result};
use std::{
    io::{self, Write},
    panic, process, thread,
};

/// For C++ as well, as the program exports its `malloc`: MLIR allocates each op, and an allocator that puts neighbours next to each other makes
/// walks over large code wait less for memory.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    panic::set_hook(Box::new(report));
    let cli = Cli::parse();
    pullback_ir::with_deep_stack(|| end(status(&cli.command)))
}

/// Ends the process on a thread of its own, so that this one's MLIR contexts are not taken apart first:
/// the system gives memory back faster.
fn end(status: i32) {
    let _ = thread::spawn(move || process::exit(status)).join();
}

/// Does what was asked for, and says what went wrong.
fn status(command: &Command) -> i32 {
    let done = answer(command).and_then(|text| print(&text));
    let closed = cache::close();
    let Err(failure) = done.and(closed) else {
        return 0;
    };
    if !matches!(failure, Failure::BrokenPipe) {
        // Where standard error is closed nobody can be told.
        let _ = writeln!(io::stderr(), "{failure}");
    }
    failure.status()
}

fn answer(command: &Command) -> Result<String> {
    match command {
        Command::Run(args) => call::run(args),
        Command::Grad(args) => call::grad(args),
        Command::Vjp(args) => call::vjp(args),
        Command::Jvp(args) => call::jvp(args),
        Command::Hvp(args) => matrix::hvp(args),
        Command::Jacobian(args) => matrix::jacobian(args),
        Command::Hessian(args) => matrix::hessian(args),
        Command::Watch(args) => watch::watch(args),
        Command::Explain(args) => explain::explain(args),
        Command::Train(args) => train::train(args),
        Command::Build(args) => object::build(args),
        Command::Demo => demo::demo(),
        Command::Completions { shell } => {
            let mut script = vec![];
            clap_complete::generate(*shell, &mut Cli::command(), "pullback", &mut script);
            Ok(String::from_utf8_lossy(&script).into_owned())
        }
    }
}

pub(crate) fn print(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    written.map_err(|error| Failure::output("standard output", &error))
}

/// An error of ours is not the user's: it is said once, without a backtrace, and ends the process.
fn report(info: &panic::PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let text = info.payload_as_str().unwrap_or("no message");
    let _ = writeln!(
        io::stderr(),
        "internal error at {place}: {text}; please report it, with this command and its program"
    );
    process::exit(1);
}
