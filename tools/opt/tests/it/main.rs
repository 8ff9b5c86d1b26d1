//! `pullback-opt` on lit files, and on inputs that are hard to write as such.

mod bad_inputs;

use pullback_testing::Lit;
use std::path::Path;

#[test]
fn lit_files() {
    let lit = Lit::new([env!("CARGO_BIN_EXE_pullback-opt")]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    lit.check(root.join("tests/lit/opt"));
}

#[test]
fn lit_files_of_the_dialect() {
    let lit = Lit::new([env!("CARGO_BIN_EXE_pullback-opt")]);
    lit.check(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dialects/functional/tests"));
}
