//! PTX, and what a GPU has no code for.

use crate::common::{MULTIPLY_ADD, compiled, target};
use pullback_codegen::{Emit, Options};

fn ptx(source: &str) -> pullback_codegen::Result<String> {
    let artifact = compiled(source, &Options::new(target("sm_80"), Emit::Ptx))?;
    Ok(artifact.text().unwrap_or_default().to_string())
}

#[test]
fn a_function_becomes_a_device_function() {
    let ptx = ptx(MULTIPLY_ADD).expect("it compiles");
    assert!(ptx.contains(".target sm_80"), "{ptx}");
    assert!(
        ptx.contains(".visible .func") && !ptx.contains(".entry"),
        "{ptx}"
    );
    assert!(ptx.contains("fma.rn.f64"), "{ptx}");
}

#[test]
fn a_gpu_has_no_libm() {
    let intrinsic = "llvm.func @f(%x: f64) -> f64 {
      %0 = llvm.intr.sin(%x) : (f64) -> f64 loc(\"a.mlir\":2:8)
      llvm.return %0 : f64
    }";
    let call = "llvm.func @sin(f64) -> f64
    llvm.func @f(%x: f64) -> f64 {
      %0 = llvm.call @sin(%x) : (f64) -> f64 loc(\"a.mlir\":2:8)
      llvm.return %0 : f64
    }";
    for source in [intrinsic, call] {
        let error = ptx(source).expect_err("no sin");
        assert_eq!(
            error.to_string(),
            "a.mlir:2:8: no device implementation of `sin` yet, which `f` calls; define it in the module, or compile for the host"
        );
    }
}

#[test]
fn every_operation_compiles_for_a_gpu_or_says_why_not() {
    let unary = [
        "sqrt",
        "fabs",
        "ceil",
        "floor",
        "trunc",
        "rint",
        "round",
        "roundeven",
        "nearbyint",
        "exp",
        "exp2",
        "exp10",
        "log",
        "log2",
        "log10",
        "sin",
        "cos",
        "tan",
        "tanh",
        "sinh",
        "cosh",
        "asin",
        "acos",
        "atan",
    ];
    let binary = [
        "pow", "copysign", "minnum", "maxnum", "minimum", "maximum", "atan2",
    ];
    let plain = ["fadd", "fsub", "fmul", "fdiv", "frem"];
    let mut compiled = vec![];
    for ty in ["f16", "bf16", "f32", "f64"] {
        let mut attempt = |name: &str, line: String| {
            let source = format!(
                "llvm.func @f(%x: {ty}, %y: {ty}) -> {ty} {{\n %0 = {line}\n llvm.return %0 : {ty} }}"
            );
            match ptx(&source) {
                Ok(_) => compiled.push(format!("{name} {ty}")),
                Err(error) => assert!(
                    error.to_string().contains("no device implementation"),
                    "{error}"
                ),
            }
        };
        for name in unary {
            attempt(name, format!("llvm.intr.{name}(%x) : ({ty}) -> {ty}"));
        }
        for name in binary {
            attempt(
                name,
                format!("llvm.intr.{name}(%x, %y) : ({ty}, {ty}) -> {ty}"),
            );
        }
        attempt(
            "fma",
            format!("llvm.intr.fma(%x, %y, %y) : ({ty}, {ty}, {ty}) -> {ty}"),
        );
        for name in plain {
            attempt(name, format!("llvm.{name} %x, %y : {ty}"));
        }
    }
    for needed in [
        "fadd bf16",
        "frem f64",
        "sqrt f64",
        "fma f16",
        "maximum f64",
        "copysign f32",
        "roundeven f64",
    ] {
        assert!(
            compiled.iter().any(|name| name == needed),
            "{needed} is not in {compiled:?}"
        );
    }
}

#[test]
fn a_gpu_has_no_floats_wider_than_64_bits() {
    for ty in ["f128", "f80", "vector<2xf128>"] {
        let source = format!(
            "llvm.func @f(%x: {ty}, %y: {ty}) -> {ty} {{
              %0 = llvm.fadd %x, %y : {ty}
              llvm.return %0 : {ty}
            }} loc(\"a.mlir\":1:1)"
        );
        let name = if ty == "f80" { "f80" } else { "f128" };
        assert_eq!(
            ptx(&source).expect_err("no such floats").to_string(),
            format!(
                "a.mlir:1:1: `f` computes with `{name}`, which a GPU does not have; use f64 or narrower"
            )
        );
    }
}

#[test]
fn a_gpu_has_integers_of_every_width() {
    for name in ["sdiv", "udiv", "srem", "urem", "mul", "shl", "ashr"] {
        for width in [1, 7, 8, 16, 24, 32, 64, 65, 128] {
            let source = format!(
                "llvm.func @f(%x: i{width}, %y: i{width}) -> i{width} {{
                  %0 = llvm.{name} %x, %y : i{width}
                  llvm.return %0 : i{width}
                }}"
            );
            ptx(&source).unwrap_or_else(|error| panic!("{name} i{width}: {error}"));
        }
    }
}
