//! Compiles the C++ bridge: one translation unit an idea, no policy.

use std::env;

fn main() {
    let prefix = env::var("DEP_PULLBACK_MLIR_PREFIX").expect("mlir-link states the prefix");
    let trait_ids = env::var("DEP_PULLBACK_MLIR_TRAIT_IDS").expect("mlir-link names the header");
    println!("cargo:rerun-if-changed={trait_ids}");
    let sources = [
        "cpp/surgery.cpp",
        "cpp/passes.cpp",
        "cpp/tools.cpp",
        "cpp/units.cpp",
    ];
    println!("cargo:rerun-if-changed=cpp/passes.h");
    for source in sources {
        println!("cargo:rerun-if-changed={source}");
    }
    cc::Build::new()
        .cpp(true)
        .std("c++17")
        // Trait queries agree with a libMLIR that another compiler built; see the header.
        .flags(["-include", trait_ids.as_str()])
        .flag("-fno-rtti")
        .flag("-fno-exceptions")
        .flag("-DNDEBUG")
        .flag("-fvisibility-inlines-hidden")
        .flag_if_supported("-Wno-unused-parameter")
        .flag_if_supported("-Wno-comment")
        .opt_level(1)
        .include(format!("{prefix}/include"))
        .files(sources)
        .compile("pullback_mlir_shim");
}
