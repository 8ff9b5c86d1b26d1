//! Functions of vectors, where functions may be approximated.

use crate::common::{call, compiled, target};
use pullback_codegen::{Emit, FpMode, Options, Value};

/// The sum of a function's values at 0.001, 0.002 and so on.
fn source(function: &str) -> String {
    format!(
        "llvm.func @log1p(f64) -> f64
        llvm.func @erf(f64) -> f64
        llvm.func @f(%n: i64) -> f64 {{
          %zero = llvm.mlir.constant(0 : i64) : i64
          %one = llvm.mlir.constant(1 : i64) : i64
          %none = llvm.mlir.constant(0.0 : f64) : f64
          %step = llvm.mlir.constant(1.0e-3 : f64) : f64
          llvm.br ^loop(%zero, %none : i64, f64)
        ^loop(%i: i64, %sum: f64):
          %next = llvm.add %i, %one : i64
          %place = llvm.sitofp %next : i64 to f64
          %x = llvm.fmul %place, %step : f64
          {function}
          %more = llvm.fadd %sum, %y : f64
          %again = llvm.icmp \"slt\" %next, %n : i64
          llvm.cond_br %again, ^loop(%next, %more : i64, f64), ^end
        ^end:
          llvm.return %more : f64
        }}"
    )
}

const FUNCTIONS: &[&str] = &[
    "%y = llvm.intr.exp(%x) : (f64) -> f64",
    "%y = llvm.intr.log(%x) : (f64) -> f64",
    "%y = llvm.intr.sin(%x) : (f64) -> f64",
    "%y = llvm.intr.tanh(%x) : (f64) -> f64",
    "%y = llvm.intr.pow(%x, %step) : (f64, f64) -> f64",
    "%y = llvm.call @log1p(%x) : (f64) -> f64",
    "%y = llvm.call @erf(%x) : (f64) -> f64",
    "%both = llvm.intr.sincos(%x) : (f64) -> !llvm.struct<(f64, f64)>
     %s = llvm.extractvalue %both[0] : !llvm.struct<(f64, f64)>
     %c = llvm.extractvalue %both[1] : !llvm.struct<(f64, f64)>
     %y = llvm.fmul %s, %c : f64",
];

fn text(source: &str, fp: FpMode, cpu: &str) -> String {
    let options = Options {
        fp,
        ..Options::new(target(cpu), Emit::LlvmIr)
    };
    let artifact = compiled(source, &options).expect("it compiles");
    artifact.text().expect("it is text").to_string()
}

#[test]
fn loops_call_functions_of_vectors_where_functions_may_be_approximated() {
    for function in FUNCTIONS {
        let source = source(function);
        let fast = text(&source, FpMode::Fast, "host");
        assert!(fast.contains("@_ZGV"), "{fast}");
        assert!(!fast.contains("llvm.compiler.used"), "{fast}");
        // Elsewhere is perhaps another library.
        assert!(!text(&source, FpMode::Fast, "x86-64-v3").contains("_ZGV"));
        for strict in [FpMode::Strict, FpMode::Contract] {
            assert!(!text(&source, strict, "host").contains("_ZGV"));
        }
    }
}

#[test]
fn functions_of_vectors_give_the_numbers_of_those_of_one() {
    for function in FUNCTIONS {
        let source = source(function);
        let sum = |fp, count| {
            let options = Options {
                fp,
                ..Options::jit(["f"])
            };
            let results = call(&source, &options, &[Value::i64(count)]).expect("it runs");
            results[0].as_f64().expect("a float")
        };
        for count in [1, 7, 1003] {
            let (one, many) = (sum(FpMode::Strict, count), sum(FpMode::Fast, count));
            assert!(
                (one - many).abs() <= 1e-13 * count as f64,
                "{function}: {one} and {many}"
            );
        }
    }
}

#[test]
fn vectors_of_any_length_are_computed_in_pieces() {
    // Lane by lane: of 2 x lane + 1.
    for lanes in [2, 3, 8, 14, 21, 64] {
        for (function, exact) in [
            ("exp(%x)", f64::exp as fn(f64) -> f64),
            ("sin(%x)", f64::sin),
            ("pow(%x, %x)", |x: f64| x.powf(x)),
        ] {
            let vector = format!("vector<{lanes}xf64>");
            let types = if function.contains(',') {
                format!("({vector}, {vector})")
            } else {
                format!("({vector})")
            };
            let list: Vec<_> = (0..lanes)
                .map(|lane| format!("{:?}", 2.0 * f64::from(lane) / 64.0 + 0.5))
                .collect();
            let source = format!(
                "llvm.func @f(%at: i32, %scale: f64) -> f64 {{
                  %c = llvm.mlir.constant(dense<[{}]> : {vector}) : {vector}
                  %none = llvm.mlir.poison : {vector}
                  %zero = llvm.mlir.constant(0 : i32) : i32
                  %one = llvm.insertelement %scale, %none[%zero : i32] : {vector}
                  %all = llvm.shufflevector %one, %none [{}] : {vector}
                  %x = llvm.fmul %c, %all : {vector}
                  %y = llvm.intr.{function} : {types} -> {vector}
                  %r = llvm.extractelement %y[%at : i32] : {vector}
                  llvm.return %r : f64
                }}",
                list.join(", "),
                vec!["0"; lanes as usize].join(", ")
            );
            assert!(text(&source, FpMode::Fast, "host").contains("@_ZGV"));
            let options = Options {
                fp: FpMode::Fast,
                ..Options::jit(["f"])
            };
            for lane in 0..lanes {
                let inputs = [Value::int(32, lane.into()), Value::F64(1.5)];
                let found = call(&source, &options, &inputs).expect("it runs")[0];
                let found = found.as_f64().expect("a float");
                let expected = exact(1.5 * (2.0 * f64::from(lane) / 64.0 + 0.5));
                assert!(
                    (found - expected).abs() <= 4.0 * f64::EPSILON * expected.abs(),
                    "{function}, lane {lane} of {lanes}: {found} and {expected}"
                );
            }
        }
    }
}
