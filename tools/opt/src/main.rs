//! `mlir-opt` with Pullback's dialect and passes: every flag of `mlir-opt` works.

use std::process::ExitCode;

fn main() -> ExitCode {
    pullback_passes::register();
    pullback_passes::tool("MLIR modular optimizer driver, with Pullback's dialect and passes\n")
        .opt(std::env::args_os())
}
