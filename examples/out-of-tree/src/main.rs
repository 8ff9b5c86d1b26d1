//! `mlir-opt` with the dialect and the passes of this crate, and Pullback's.

use pullback_pass::Tool;
use std::process::ExitCode;

fn main() -> ExitCode {
    poly::register_passes();
    let tool = Tool {
        header: "The poly dialect's optimizer driver\n",
        version: concat!("poly ", env!("CARGO_PKG_VERSION")),
        dialects: poly::dialects,
    };
    tool.opt(std::env::args_os())
}
