//! `mlir-lsp-server` with Pullback's dialect: diagnostics, hover and navigation in editors.

use std::process::ExitCode;

fn main() -> ExitCode {
    pullback_passes::tool("Pullback's language server\n").lsp_server(std::env::args_os())
}
