//! Generates the dialect's C++ from `td/` and compiles it with `cpp/`.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // For the test that regenerates the reference page.
    println!(
        "cargo:rustc-env=PULLBACK_MLIR_PREFIX={}",
        pullback_dialect_build::mlir_prefix().display()
    );
    pullback_dialect_build::compile("nd");
}
