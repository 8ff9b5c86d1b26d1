//! The build script of a dialect crate: TableGen, then C++.
//!
//! In `build.rs`:
//!
//! ```no_run
//! pullback_dialect_build::compile("poly");
//! ```
//!
//! [`compile`] expects this layout:
//!
//! ```text
//! td/PolyOps.td     includes the definitions of the dialect and its ops
//! td/PolyTypes.td   includes the definitions of the types, if there are any
//! cpp/*.{h,cpp}     include PolyDialect.h.inc, PolyOps.h.inc, PolyTypes.h.inc and the `.cpp.inc` of each
//! ```
//!
//! The crate that is built has `pullback-mlir-link` among its own dependencies: cargo tells where MLIR is only to
//! direct dependents. It needs no library names: `pullback-mlir-link` has them.
//!
//! **Architecture invariant:** knows no dialect, and names no library.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Generates the C++ of the dialect of this name from `td/`, compiles it with `cpp/` and links it to the crate.
/// Cargo reruns the build script when a file of either folder changes.
///
/// # Panics
/// If the layout is another one, or `mlir-tblgen` or the C++ compiler fails: a panic is how a build script
/// fails.
pub fn compile(dialect: &str) {
    let out = PathBuf::from(variable("OUT_DIR"));
    let include = mlir_prefix().join("include");
    generate(dialect, &include, &out);

    let trait_ids = variable("DEP_PULLBACK_MLIR_TRAIT_IDS");
    println!("cargo:rerun-if-changed={trait_ids}");
    files("cpp", "h");
    cc::Build::new()
        .cpp(true)
        .files(files("cpp", "cpp"))
        .include("cpp")
        // As system folders: no warnings from upstream's and generated headers.
        .flag(format!("-isystem{}", out.display()))
        .flag(format!("-isystem{}", include.display()))
        // Before all others, see there.
        .flags(["-include", trait_ids.as_str()])
        .flags(["-std=c++17", "-fno-exceptions", "-fno-rtti", "-DNDEBUG"])
        .opt_level(1)
        .debug(false)
        .compile(&format!(
            "{}_cpp",
            variable("CARGO_PKG_NAME").replace('-', "_")
        ));
}

/// Where MLIR is installed.
///
/// # Panics
/// If the crate that is built does not depend on `pullback-mlir-link`.
pub fn mlir_prefix() -> PathBuf {
    PathBuf::from(variable("DEP_PULLBACK_MLIR_PREFIX"))
}

/// Runs `mlir-tblgen` for the headers and definitions of dialect, types and ops.
fn generate(dialect: &str, include: &Path, out: &Path) {
    let class = camel(dialect);
    let mut sources = vec![("Dialect", "dialect", "Ops"), ("Ops", "op", "Ops")];
    if Path::new(&format!("td/{class}Types.td")).exists() {
        sources.push(("Types", "typedef", "Types"));
    }
    files("td", "td");
    for (what, generator, source) in sources {
        for (suffix, kind) in [("h.inc", "decls"), ("cpp.inc", "defs")] {
            let source = format!("td/{class}{source}.td");
            let generator = format!("-gen-{generator}-{kind}");
            let tblgen = mlir_prefix().join("bin/mlir-tblgen");
            let status = Command::new(&tblgen)
                .args([&generator, "--write-if-changed", "-Itd", &source])
                .arg(format!("--dialect={dialect}"))
                .arg(format!("-I{}", include.display()))
                .arg("-o")
                .arg(out.join(format!("{class}{what}.{suffix}")))
                .status()
                .unwrap_or_else(|error| panic!("{} does not run: {error}", tblgen.display()));
            assert!(
                status.success(),
                "mlir-tblgen {generator} {source}: {status}"
            );
        }
    }
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: call this from a build script, in a crate that depends on pullback-mlir-link")
    })
}

/// `loop_nest` is `LoopNest`.
fn camel(name: &str) -> String {
    name.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
        })
        .collect()
}

/// The files of a folder with this extension, in order; cargo watches each of them and the folder.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={folder}");
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("the folder {folder}/ of the crate: {error}"));
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    files
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn a_dialects_name_makes_the_names_of_its_files() {
        assert_eq!(camel("poly"), "Poly");
        assert_eq!(camel("loop_nest"), "LoopNest");
    }
}
