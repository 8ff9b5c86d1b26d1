//! Provides `libMLIR-C.so`, which Debian does not ship: a linker script that groups the C API's
//! thin archives with the one shared MLIR and the one shared LLVM. `mlir-sys` asks for `-lMLIR-C`;
//! native search paths propagate to every crate that depends on this one.

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=MLIR_SYS_220_PREFIX");
    let prefix = PathBuf::from(
        env::var("MLIR_SYS_220_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into()),
    );
    let lib = prefix.join("lib");
    if !lib.join("libMLIR.so").exists() {
        panic!(
            "no MLIR 22 at {}: run `tools/run` once, which installs it",
            prefix.display()
        );
    }
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    if !lib.join("libMLIR-C.so").exists() {
        let mut archives: Vec<_> = fs::read_dir(&lib)
            .expect("the LLVM prefix has a readable lib folder")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.starts_with("libMLIRCAPI") && name.ends_with(".a"))
            .map(|name| lib.join(name).display().to_string())
            .collect();
        archives.sort();
        let script = format!("GROUP ( {} -lMLIR -lLLVM-22 )\n", archives.join(" "));
        fs::write(out.join("libMLIR-C.so"), script).expect("OUT_DIR is writable");
    }
    println!("cargo:rustc-link-search=native={}", out.display());
    println!("cargo:rustc-link-search=native={}", lib.display());
    println!("cargo:prefix={}", prefix.display());
    // Every C++ file of ours that asks for or registers traits is compiled with `-include` of this header.
    let trait_ids = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"))
        .join("include/TraitIds.h");
    println!("cargo:rerun-if-changed=include/TraitIds.h");
    println!("cargo:trait_ids={}", trait_ids.display());
}
