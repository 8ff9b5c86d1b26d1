//! Generates the dialect's C++ from `td/`, and compiles it with `cpp/`.

fn main() {
    pullback_dialect_build::compile("poly");
}
