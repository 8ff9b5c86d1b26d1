//! `mlir-reduce` with Pullback's dialect and passes: makes an input smaller while a test script finds it
//! interesting.

use std::process::ExitCode;

fn main() -> ExitCode {
    pullback_passes::register();
    pullback_passes::tool("Pullback's test case reducer\n").reduce(std::env::args_os())
}
