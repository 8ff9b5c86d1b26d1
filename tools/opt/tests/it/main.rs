//! `pullback-opt` on lit files, and on inputs that are hard to write as such.

mod bad_inputs;
mod incremental;
mod stock;

use pullback_testing::Lit;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folders `<root>/<group>/*/<rest>` that hold `.mlir` files.
fn folders(group: &str, rest: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(group);
    let members = fs::read_dir(&root).unwrap_or_else(|error| panic!("{}: {error}", root.display()));
    let mut folders: Vec<PathBuf> = members
        .map(|member| member.unwrap().path().join(rest))
        .filter(|folder| holds_mlir(folder))
        .collect();
    folders.sort();
    folders
}

fn holds_mlir(folder: &Path) -> bool {
    let is_mlir = |path: PathBuf| {
        path.extension()
            .is_some_and(|extension| extension == "mlir")
    };
    fs::read_dir(folder).is_ok_and(|files| files.flatten().any(|file| is_mlir(file.path())))
}

fn check(folders: &[PathBuf]) {
    let lit = Lit::new([env!("CARGO_BIN_EXE_pullback-opt")]);
    for folder in folders {
        lit.check(folder);
    }
}

#[test]
fn lit_files() {
    let folders = folders("tests/lit", "");
    assert!(!folders.is_empty());
    check(&folders);
}

#[test]
fn lit_files_of_dialects() {
    let folders = folders("dialects", "tests");
    assert!(!folders.is_empty());
    check(&folders);
}

#[test]
fn lit_files_of_passes() {
    check(&folders("passes", "tests"));
}
