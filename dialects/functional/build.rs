//! Generates the dialect's C++ from `td/` with `mlir-tblgen`, then compiles it with `cpp/`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Generated file, generator, TableGen file.
const GENERATED: [(&str, &str, &str); 6] = [
    (
        "FunctionalDialect.h.inc",
        "-gen-dialect-decls",
        "FunctionalOps.td",
    ),
    (
        "FunctionalDialect.cpp.inc",
        "-gen-dialect-defs",
        "FunctionalOps.td",
    ),
    (
        "FunctionalTypes.h.inc",
        "-gen-typedef-decls",
        "FunctionalTypes.td",
    ),
    (
        "FunctionalTypes.cpp.inc",
        "-gen-typedef-defs",
        "FunctionalTypes.td",
    ),
    ("FunctionalOps.h.inc", "-gen-op-decls", "FunctionalOps.td"),
    ("FunctionalOps.cpp.inc", "-gen-op-defs", "FunctionalOps.td"),
];

fn main() {
    let prefix = PathBuf::from(
        env::var("DEP_PULLBACK_MLIR_PREFIX").expect("pullback-mlir-link says where MLIR is"),
    );
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo:rerun-if-changed=build.rs");
    // For the test that regenerates the reference page.
    println!("cargo:rustc-env=PULLBACK_MLIR_PREFIX={}", prefix.display());
    files("td", "td");
    let include = prefix.join("include");
    for (file, generator, source) in GENERATED {
        let status = Command::new(prefix.join("bin/mlir-tblgen"))
            .args([
                generator,
                "--dialect=functional",
                "--write-if-changed",
                "-Itd",
            ])
            .arg(format!("-I{}", include.display()))
            .arg(format!("td/{source}"))
            .arg("-o")
            .arg(out.join(file))
            .status();
        match status {
            Ok(status) if status.success() => {}
            Ok(status) => panic!("mlir-tblgen {generator} td/{source}: {status}"),
            Err(error) => panic!("mlir-tblgen of {} does not run: {error}", prefix.display()),
        }
    }
    files("cpp", "h");
    let trait_ids = env::var("DEP_PULLBACK_MLIR_TRAIT_IDS").expect("mlir-link names the header");
    println!("cargo:rerun-if-changed={trait_ids}");
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
        .compile("pullback_functional");
}

/// The files of a folder with this extension, in order; cargo watches each of them.
fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    println!("cargo:rerun-if-changed={folder}");
    let mut files: Vec<_> = fs::read_dir(Path::new(folder))
        .expect("the folder is part of the crate")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
    }
    files
}
