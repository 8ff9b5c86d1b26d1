//! Text outputs, floating-point modes, and functions for C.

use crate::common::{MULTIPLY_ADD, call, compiled, generic, target, with_module};
use pullback_codegen::{Emit, FpMode, OptLevel, Options, Value, c_header, compile};
use std::process::Command;

fn text(source: &str, options: &Options) -> String {
    let artifact = compiled(source, options).expect("it compiles");
    artifact.text().expect("it is text").to_string()
}

fn with_fp(fp: FpMode, cpu: &str, emit: Emit) -> Options {
    Options {
        fp,
        ..Options::new(target(cpu), emit)
    }
}

#[test]
fn products_and_sums_fuse_by_default_where_there_is_an_instruction() {
    let assembly = |fp, cpu| text(MULTIPLY_ADD, &with_fp(fp, cpu, Emit::Assembly));
    assert!(assembly(FpMode::Contract, "x86-64-v3").contains("vfmadd"));
    assert!(assembly(FpMode::Fast, "x86-64-v3").contains("vfmadd"));
    assert!(!assembly(FpMode::Strict, "x86-64-v3").contains("vfmadd"));
    assert!(!assembly(FpMode::Contract, "x86-64").contains("fma"));
}

#[test]
fn a_product_vanishes_into_sums_that_are_its_only_uses() {
    let source = |last: &str| {
        format!(
            "llvm.func @f(%a: f64, %x: f64, %b: f64, %c: f64) -> f64 {{
              %p = llvm.fmul %a, %x : f64
              %q = llvm.fadd %p, %b : f64
              %r = llvm.fsub %p, %c : f64
              %s = llvm.fsub %x, %p : f64
              %t = llvm.fdiv %q, %r : f64
              %u = llvm.fdiv %s, {last} : f64
              %v = llvm.fdiv %t, %u : f64
              llvm.return %v : f64
            }}"
        )
    };
    let counts = |source: &str, fp, cpu| {
        let assembly = text(source, &with_fp(fp, cpu, Emit::Assembly));
        let count = |name: &str| assembly.matches(name).count();
        (
            count("vfmadd"),
            count("vfmsub"),
            count("vfnmadd"),
            count("mulsd"),
        )
    };
    let only = source("%b");
    assert_eq!(counts(&only, FpMode::Contract, "x86-64-v3"), (1, 1, 1, 0));
    assert_eq!(counts(&only, FpMode::Strict, "x86-64-v3"), (0, 0, 0, 1));
    assert_eq!(counts(&only, FpMode::Contract, "x86-64"), (0, 0, 0, 1));
    // A use of another kind needs the product itself.
    let chosen = only
        .replace("llvm.fdiv %t, %u", "llvm.intr.maxnum(%p, %u)")
        .replace("(%p, %u) : f64", "(%p, %u) : (f64, f64) -> f64");
    assert_eq!(counts(&chosen, FpMode::Contract, "x86-64-v3").3, 1);
    assert_eq!(
        counts(&source("%p"), FpMode::Contract, "x86-64-v3"),
        (0, 0, 0, 1)
    );
    let generic = text(&only, &with_fp(FpMode::Contract, "x86-64", Emit::Assembly));
    assert!(
        !generic.contains("xorp"),
        "signs go into the sums: {generic}"
    );
}

#[test]
fn the_last_use_of_a_value_comes_early() {
    // A polynomial, then its slope, which needs every value of the polynomial's: six registers with the code as it is.
    let source = "llvm.func @f(%p: !llvm.ptr, %x: f64) -> f64 {
      %a = llvm.load %p : !llvm.ptr -> f64
      %p1 = llvm.getelementptr %p[1] : (!llvm.ptr) -> !llvm.ptr, f64
      %b = llvm.load %p1 : !llvm.ptr -> f64
      %p2 = llvm.getelementptr %p[2] : (!llvm.ptr) -> !llvm.ptr, f64
      %c = llvm.load %p2 : !llvm.ptr -> f64
      %p3 = llvm.getelementptr %p[3] : (!llvm.ptr) -> !llvm.ptr, f64
      %d = llvm.load %p3 : !llvm.ptr -> f64
      %0 = llvm.fmul %a, %x : f64
      %v1 = llvm.fadd %0, %b : f64
      %1 = llvm.fmul %v1, %x : f64
      %v2 = llvm.fadd %1, %c : f64
      %2 = llvm.fmul %v2, %x : f64
      %v3 = llvm.fadd %2, %d : f64
      %s1 = llvm.fadd %v1, %0 : f64
      %3 = llvm.fmul %s1, %x : f64
      %s2 = llvm.fadd %v2, %3 : f64
      %4 = llvm.fmul %s2, %x : f64
      %s3 = llvm.fadd %v3, %4 : f64
      llvm.return %s3 : f64
    }";
    let assembly = text(
        source,
        &with_fp(FpMode::Contract, "x86-64-v3", Emit::Assembly),
    );
    assert_eq!(assembly.matches("vfmadd").count(), 6, "{assembly}");
    assert_eq!(
        assembly.matches("vmov").count(),
        2,
        "two coefficients are used where they lie: {assembly}"
    );
}

#[test]
fn nothing_comes_between_what_a_loop_carries() {
    let source = "llvm.func @f(%n: i64, %x: f64) -> f64 {
      %zero = llvm.mlir.constant(0 : i64) : i64
      %one = llvm.mlir.constant(1 : i64) : i64
      llvm.br ^loop(%zero, %x, %x, %x : i64, f64, f64, f64)
    ^loop(%i: i64, %a: f64, %b: f64, %c: f64):
      %next = llvm.add %i, %one : i64
      %more = llvm.icmp \"slt\" %next, %n : i64
      %0 = llvm.fmul %a, %x : f64
      %1 = llvm.fdiv %b, %0 : f64
      %2 = llvm.fsub %1, %c : f64
      llvm.cond_br %more, ^loop(%next, %1, %2, %a : i64, f64, f64, f64), ^end
    ^end:
      llvm.return %2 : f64
    }";
    let results = call(
        source,
        &generic(&["f"]),
        &[Value::Int { width: 64, bits: 3 }, Value::F64(2.0)],
    );
    let expected = {
        let (mut a, mut b, mut c, mut last) = (2.0, 2.0, 2.0, 0.0);
        for _ in 0..3 {
            let quotient = b / (a * 2.0);
            last = quotient - c;
            (a, b, c) = (quotient, last, a);
        }
        last
    };
    assert_eq!(results.expect("one result"), [Value::F64(expected)]);
}

#[test]
fn an_operand_may_be_metadata() {
    let source = "#domain = #llvm.alias_scope_domain<id = distinct[0]<>>
    #scope = #llvm.alias_scope<id = distinct[1]<>, domain = #domain>
    llvm.func @f(%p: !llvm.ptr, %q: !llvm.ptr, %x: f64) -> f64 {
      llvm.intr.experimental.noalias.scope.decl #scope
      %a = llvm.load %p {alias_scopes = [#scope]} : !llvm.ptr -> f64
      llvm.store %x, %q {noalias_scopes = [#scope]} : f64, !llvm.ptr
      %b = llvm.load %p {alias_scopes = [#scope]} : !llvm.ptr -> f64
      %0 = llvm.fadd %a, %b : f64
      llvm.return %0 : f64
    }";
    let ir = text(source, &with_fp(FpMode::Contract, "x86-64", Emit::LlvmIr));
    assert!(ir.contains("noalias.scope.decl(metadata"), "{ir}");
}

#[test]
fn a_sum_that_took_up_a_product_is_a_factor_of_the_next() {
    let source = "llvm.func @f(%a: f64, %x: f64, %b: f64) -> f64 {
      %p = llvm.fmul %a, %x : f64
      %q = llvm.fadd %p, %b : f64
      %r = llvm.fsub %p, %a : f64
      %s = llvm.fmul %q, %r : f64
      %t = llvm.fadd %s, %a : f64
      %u = llvm.fsub %x, %s : f64
      %v = llvm.fdiv %t, %u : f64
      llvm.return %v : f64
    }";
    let options = |emit| with_fp(FpMode::Contract, "x86-64-v3", emit);
    let assembly = text(source, &options(Emit::Assembly));
    let count = |name: &str| assembly.matches(name).count();
    assert_eq!(
        (count("vfm") + count("vfnm"), count("vmulsd")),
        (4, 0),
        "{assembly}"
    );
    let args = [2.0, 3.0, 1.0].map(Value::F64);
    // (7 · 4 + 2) / (3 − 7 · 4).
    let found = call(source, &Options::jit(["f"]), &args).expect("it runs");
    assert_eq!(found, [Value::F64(-1.2)]);
}

#[test]
fn quotients_share_a_reciprocal_where_their_flags_allow_it() {
    let source = |flags: &str| {
        format!(
            "llvm.func @f(%x: f64, %y: f64, %z: f64, %d: f64) -> !llvm.struct<(f64, f64, f64)> {{
              %0 = llvm.fdiv %x, %d {flags} : f64
              %1 = llvm.fdiv %y, %d {flags} : f64
              %2 = llvm.fdiv %z, %d {flags} : f64
              %p = llvm.mlir.poison : !llvm.struct<(f64, f64, f64)>
              %3 = llvm.insertvalue %0, %p[0] : !llvm.struct<(f64, f64, f64)>
              %4 = llvm.insertvalue %1, %3[1] : !llvm.struct<(f64, f64, f64)>
              %5 = llvm.insertvalue %2, %4[2] : !llvm.struct<(f64, f64, f64)>
              llvm.return %5 : !llvm.struct<(f64, f64, f64)>
            }}"
        )
    };
    let divisions = |flags, fp| {
        let assembly = text(&source(flags), &with_fp(fp, "x86-64-v3", Emit::Assembly));
        (
            assembly.matches("vdivsd").count(),
            assembly.matches("vdivpd").count(),
        )
    };
    let flag = "{fastmathFlags = #llvm.fastmath<arcp>}";
    assert_eq!(divisions(flag, FpMode::Contract), (1, 0));
    assert_eq!(divisions("", FpMode::Fast), (1, 0));
    assert_eq!(divisions("", FpMode::Contract), (1, 1));
}

#[test]
fn a_quotient_of_a_quotient_by_the_same_divisor() {
    let source = "llvm.func @f(%x: f64, %d: f64) -> f64 {
      %0 = llvm.fdiv %x, %d {fastmathFlags = #llvm.fastmath<arcp>} : f64
      %1 = llvm.fdiv %0, %d {fastmathFlags = #llvm.fastmath<arcp>} : f64
      llvm.return %1 : f64
    }";
    let assembly = text(
        source,
        &with_fp(FpMode::Contract, "x86-64-v3", Emit::Assembly),
    );
    let count = |name: &str| assembly.matches(name).count();
    assert_eq!((count("vdivsd"), count("vmulsd")), (1, 2), "{assembly}");
}

#[test]
fn fast_never_gives_up_nan_and_infinity() {
    let source = "llvm.func @f(%x: f64) -> f64 {
      %0 = llvm.fdiv %x, %x : f64
      %1 = llvm.fadd %0, %x {fastmathFlags = #llvm.fastmath<nsz>} : f64
      llvm.return %1 : f64
    }";
    let ir = text(
        source,
        &Options {
            opt_level: OptLevel::O0,
            ..with_fp(FpMode::Fast, "x86-64", Emit::LlvmIr)
        },
    );
    assert!(
        ir.contains("fdiv reassoc nsz arcp contract afn double"),
        "{ir}"
    );
    let ir = text(
        source,
        &Options {
            opt_level: OptLevel::O0,
            ..with_fp(FpMode::Contract, "x86-64", Emit::LlvmIr)
        },
    );
    assert!(
        ir.contains("fdiv double") && ir.contains("fadd nsz contract double"),
        "{ir}"
    );
}

#[test]
fn the_text_of_an_entry() {
    let source = "llvm.func @f(%x: f32, %b: i1) -> !llvm.struct<(i1, f32)> {
      %p = llvm.mlir.poison : !llvm.struct<(i1, f32)>
      %0 = llvm.insertvalue %b, %p[0] : !llvm.struct<(i1, f32)>
      %1 = llvm.insertvalue %x, %0[1] : !llvm.struct<(i1, f32)>
      llvm.return %1 : !llvm.struct<(i1, f32)>
    }";
    let options = Options {
        emit: Emit::LlvmIr,
        opt_level: OptLevel::O0,
        ..generic(&["f"])
    };
    let ir = text(source, &options);
    assert!(ir.contains("source_filename = \"pullback\""), "{ir}");
    let thunk = r#"define void @"f$entry"(ptr %0, ptr %1) align 64 {
  %3 = getelementptr inbounds i64, ptr %0, i64 0
  %4 = load i64, ptr %3, align 8
  %5 = trunc i64 %4 to i32
  %6 = bitcast i32 %5 to float
  %7 = getelementptr inbounds i64, ptr %0, i64 1
  %8 = load i64, ptr %7, align 8
  %9 = trunc i64 %8 to i1
  %10 = call { i1, float } @f(float %6, i1 %9)
  %11 = extractvalue { i1, float } %10, 0
  %12 = extractvalue { i1, float } %10, 1
  %13 = getelementptr inbounds i64, ptr %1, i64 0
  %14 = zext i1 %11 to i64
  store i64 %14, ptr %13, align 8
  %15 = getelementptr inbounds i64, ptr %1, i64 1
  %16 = bitcast float %12 to i32
  %17 = zext i32 %16 to i64
  store i64 %17, ptr %15, align 8
  ret void
}"#;
    assert!(ir.contains(thunk), "{ir}");
    let signature = r#"@"f$signature" = constant [23 x i8] c"(f32, i1) -> (i1, f32)\00""#;
    assert!(ir.contains(signature), "{ir}");
}

#[test]
fn functions_that_are_not_exported_vanish_into_their_callers() {
    let source = "
      llvm.func @g(%x: f64) -> f64 { %0 = llvm.fadd %x, %x : f64  llvm.return %0 : f64 }
      llvm.func @f(%x: f64) -> f64 { %0 = llvm.call @g(%x) : (f64) -> f64  llvm.return %0 : f64 }";
    let ir = |exports: Option<&[&str]>, entries: &[&str]| {
        let exports = exports.map(|names| names.iter().map(|name| (*name).into()).collect());
        text(
            source,
            &Options {
                emit: Emit::LlvmIr,
                exports,
                ..generic(entries)
            },
        )
    };
    assert!(ir(None, &[]).contains("@g("));
    let only_f = ir(Some(&["f"]), &[]);
    assert!(
        only_f.contains("double @f(") && !only_f.contains("@g("),
        "{only_f}"
    );
    let only_entry = ir(Some(&[]), &["f"]);
    assert!(
        only_entry.contains("@\"f$entry\"(") && !only_entry.contains("@f("),
        "{only_entry}"
    );
    let options = Options {
        exports: Some(vec!["h".into()]),
        ..generic(&[])
    };
    let error = compiled(source, &options).expect_err("no function h");
    assert_eq!(
        error.to_string(),
        "the module defines no function `h`; it defines `g`, `f`"
    );
}

#[test]
fn equal_input_gives_equal_bytes() {
    for emit in [Emit::LlvmIr, Emit::Assembly, Emit::Object] {
        let options = Options {
            emit,
            ..generic(&["f"])
        };
        let outputs: Vec<_> = (0..3).map(|_| compiled(MULTIPLY_ADD, &options)).collect();
        assert!(
            outputs.windows(2).all(|pair| pair[0] == pair[1]),
            "{emit:?}"
        );
    }
}

#[test]
fn compiling_leaves_the_module_as_it_is() {
    with_module(MULTIPLY_ADD, |module| {
        let before = module.as_operation().to_string();
        compile(module.as_operation(), &generic(&["f"])).expect("it compiles");
        assert_eq!(module.as_operation().to_string(), before);
    });
}

#[test]
fn c_calls_compiled_functions() {
    let source = "
      llvm.func @twice(%x: f64) -> f64 { %0 = llvm.fadd %x, %x : f64  llvm.return %0 : f64 }
      llvm.func @is_less(%x: f32, %y: f32) -> i1 { %0 = llvm.fcmp \"olt\" %x, %y : f32  llvm.return %0 : i1 }
      llvm.func @narrow(%x: i8, %y: i16) -> i16 { %0 = llvm.sext %x : i8 to i16  %1 = llvm.add %0, %y : i16  llvm.return %1 : i16 }
      llvm.func @nothing() { llvm.return }
      llvm.func @split(%x: f64, %b: i1) -> !llvm.struct<(f64, i1, i32, f64)> {
        %0 = llvm.call @twice(%x) : (f64) -> f64
        %s0 = llvm.mlir.constant(7 : i32) : i32
        %p = llvm.mlir.poison : !llvm.struct<(f64, i1, i32, f64)>
        %1 = llvm.insertvalue %0, %p[0] : !llvm.struct<(f64, i1, i32, f64)>
        %2 = llvm.insertvalue %b, %1[1] : !llvm.struct<(f64, i1, i32, f64)>
        %3 = llvm.insertvalue %s0, %2[2] : !llvm.struct<(f64, i1, i32, f64)>
        %4 = llvm.insertvalue %x, %3[3] : !llvm.struct<(f64, i1, i32, f64)>
        llvm.return %4 : !llvm.struct<(f64, i1, i32, f64)>
      }
      llvm.func @slots(%x: f64, %b: i1, %out: !llvm.ptr) attributes {passthrough = [[\"pullback-results\", \"i1,f64\"]]} {
        llvm.store %b, %out : i1, !llvm.ptr
        %at = llvm.getelementptr %out[8] : (!llvm.ptr) -> !llvm.ptr, i8
        llvm.store %x, %at : f64, !llvm.ptr
        llvm.return
      }";
    let program = r#"
      #include "functions.h"
      #include <stdio.h>
      int main(void) {
        double out0, out3, out5; bool out1, out4; int32_t out2;
        nothing();
        slots(0.25, true, &out4, &out5);
        split(1.5, true, &out0, &out1, &out2, &out3);
        printf("%g %d %d %d %g %d %d %g %d %g\n", twice(2.25), is_less(1, 2), is_less(2, 1),
               narrow(-3, 300), out0, out1, out2, out3, out4, out5);
      }"#;
    let names = ["twice", "is_less", "narrow", "nothing", "split", "slots"];
    for opt_level in [OptLevel::O0, OptLevel::O3] {
        let options = Options {
            c_functions: names.map(String::from).into(),
            opt_level,
            ..generic(&[])
        };
        let artifact = compiled(source, &options).expect("it compiles");
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let header = c_header(&artifact.c_functions).expect("a header");
        std::fs::write(path("functions.h"), header).expect("a file");
        std::fs::write(path("functions.o"), &artifact.bytes).expect("a file");
        std::fs::write(path("main.c"), program).expect("a file");
        let mut compiler = Command::new("cc");
        compiler
            .args(["-std=c11", "-Wall", "-Werror", "-O1", "-o"])
            .arg(path("main"));
        let status = compiler
            .args([path("main.c"), path("functions.o")])
            .status();
        assert!(status.expect("a C compiler").success());
        let output = Command::new(path("main"))
            .output()
            .expect("the program runs");
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            "4.5 1 0 297 3 1 7 1.5 1 0.25\n"
        );
    }
}

#[test]
fn the_header_declares_what_c_sees() {
    let source = "llvm.func @f(%x: f64, %b: i1) -> !llvm.struct<(f64, i64)> {
      %p = llvm.mlir.zero : !llvm.struct<(f64, i64)>  llvm.return %p : !llvm.struct<(f64, i64)>
    }
    llvm.func @g() -> f32 { %0 = llvm.mlir.constant(1.0 : f32) : f32  llvm.return %0 : f32 }";
    let options = Options {
        c_functions: vec!["f".into(), "g".into()],
        ..generic(&[])
    };
    let header =
        c_header(&compiled(source, &options).expect("it compiles").c_functions).expect("a header");
    assert!(
        header.contains(
            "void f(double arg0, bool arg1, double *out0, int64_t *out1);\nfloat g(void);\n"
        ),
        "{header}"
    );
}

/// The third and fourth of four floats come back on the x87 stack, and are loaded from there while many others are kept.
#[test]
fn without_optimisation_no_instruction_names_a_register_that_it_has_no_encoding_for() {
    const KEPT: usize = 20;
    let four = "!llvm.struct<(f64, f64, f64, f64)>";
    let mut text = format!("llvm.func @four(f64) -> {four}\nllvm.func @f(%x: f64) -> f64 {{\n");
    for kept in 0..KEPT {
        text += &format!("  %k{kept} = llvm.mlir.constant({kept}.5 : f64) : f64\n");
        text += &format!("  %v{kept} = llvm.fadd %x, %k{kept} : f64\n");
    }
    text += &format!("  %r = llvm.call @four(%x) : (f64) -> {four}\n");
    let results = (0..4).map(|at| format!("r{at}"));
    for at in 0..4 {
        text += &format!("  %r{at} = llvm.extractvalue %r[{at}] : {four}\n");
    }
    let kept = (0..KEPT).map(|kept| format!("v{kept}"));
    let mut sum = "x".to_owned();
    for (number, value) in results.chain(kept).enumerate() {
        text += &format!("  %s{number} = llvm.fmul %{sum}, %{value} : f64\n");
        sum = format!("s{number}");
    }
    text += &format!("  llvm.return %{sum} : f64\n}}");
    let options = Options {
        opt_level: OptLevel::O0,
        ..Options::new(target("x86-64-v4"), Emit::Assembly)
    };
    let artifact = compiled(&text, &options).expect("it compiles");
    let assembly = artifact.text().expect("assembly is text");
    assert!(assembly.contains("fstpl"), "{assembly}");
    let high = (16..32).map(|number| format!("%xmm{number}"));
    let wrong: Vec<String> = high.filter(|name| assembly.contains(name)).collect();
    assert!(wrong.is_empty(), "{wrong:?} in\n{assembly}");
}
