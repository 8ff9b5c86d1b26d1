//! Long blocks become functions, and compute the same.

use crate::common::{after, jit, jit_of};
use pullback_codegen::Value::{self, F64};
use std::fmt::Write;

/// The pipeline with parts of four ops.
fn pipeline() -> String {
    pullback_lower::TO_LLVM.replace(
        "functional-outline",
        "functional-outline{threshold=8 size=4}",
    )
}

/// Both ways of compiling give the same bits; gives how many parts there are.
#[track_caller]
fn agree(text: &str, args: &[Value]) -> usize {
    let whole = jit(text, &["f"])
        .call("f", args)
        .expect("the entry has these arguments");
    let cut = jit_of(&pipeline(), text, &["f"]);
    assert_eq!(cut.call("f", args).expect("the entry is the same"), whole);
    let text = after(&pipeline(), text).expect("the text lowers");
    text.matches("llvm.func internal @").count()
}

/// Sums, products and quotients, each of the last value and one long ago, with constants between.
fn line(ops: usize) -> String {
    let mut text = String::new();
    for index in 0..ops {
        let name = |back: usize| match index.checked_sub(back) {
            Some(index) => format!("%v{index}"),
            None => "%x".into(),
        };
        let op = ["arith.addf", "arith.mulf", "arith.subf"][index % 3];
        if index % 5 == 0 {
            let _ = writeln!(text, "%c{index} = arith.constant 1.{index:02} : f64");
            let _ = writeln!(text, "%v{index} = arith.divf {}, %c{index} : f64", name(1));
        } else {
            let _ = writeln!(text, "%v{index} = {op} {}, {} : f64", name(1), name(7));
        }
    }
    text
}

#[test]
fn a_line() {
    let text = format!(
        "func.func @f(%x: f64, %y: f64) -> (f64, f64, f64) {{ {} return %v59, %v20, %y : f64, f64, f64 }}",
        line(60)
    );
    let parts = agree(&text, &[F64(0.7), F64(2.0)]);
    assert!(parts >= 10, "{parts} parts");
}

#[test]
fn a_short_line_stays() {
    let text = format!(
        "func.func @f(%x: f64) -> f64 {{ {} return %v3 : f64 }}",
        line(4)
    );
    assert_eq!(agree(&text, &[F64(0.7)]), 0);
}

#[test]
fn records_that_calls_give_are_taken_apart_where_they_are() {
    let text = format!(
        "func.func private @g(%x: f64) -> (f64, f64, f64) attributes {{no_inline}} {{
           %y = arith.mulf %x, %x : f64
           return %y, %x, %y : f64, f64, f64
         }}
         func.func @f(%x: f64) -> (f64, f64) {{
           {}
           %r:3 = call @g(%v11) : (f64) -> (f64, f64, f64)
           %a = arith.addf %r#0, %r#1 : f64
           %b = arith.addf %a, %r#2 : f64
           %s:3 = call @g(%b) : (f64) -> (f64, f64, f64)
           %c = arith.addf %s#0, %r#1 : f64
           %d = arith.addf %c, %s#2 : f64
           return %c, %d : f64, f64
         }}",
        line(12)
    );
    assert!(agree(&text, &[F64(0.7)]) >= 3);
}

#[test]
fn loops_have_parts_in_their_bodies() {
    let text = format!(
        "func.func @f(%start: f64, %n: index) -> (f64, f64) {{
           %zero = arith.constant 0 : index
           %one = arith.constant 1 : index
           %two = arith.constant 2.0 : f64
           %outer = arith.mulf %start, %two : f64
           %r:2 = scf.for %i = %zero to %n step %one iter_args(%x = %start, %p = %two) -> (f64, f64) {{
             {}
             %k = arith.index_cast %i : index to i64
             %f = arith.sitofp %k : i64 to f64
             %tiny = arith.constant 1.0e-3 : f64
             %t = arith.mulf %v19, %tiny : f64
             %a = arith.addf %t, %f : f64
             %b = arith.mulf %t, %outer : f64
             %c = arith.addf %b, %start : f64
             %d = arith.addf %p, %a : f64
             scf.yield %c, %d : f64, f64
           }}
           return %r#0, %r#1 : f64, f64
         }}",
        line(20)
    );
    for trips in [0, 1, 5] {
        assert!(agree(&text, &[F64(0.3), Value::i64(trips)]) >= 3);
    }
}

#[test]
fn recursion_has_a_frame_for_each_call() {
    let text = format!(
        "func.func @f(%x: f64, %n: i64) -> f64 {{
           %zero = arith.constant 0 : i64
           %one = arith.constant 1 : i64
           %two = arith.constant 0.5 : f64
           %done = arith.cmpi sle, %n, %zero : i64
           %r = scf.if %done -> f64 {{
             scf.yield %x : f64
           }} else {{
             {}
             %m = arith.subi %n, %one : i64
             %h = arith.mulf %v19, %two : f64
             %a = func.call @f(%h, %m) : (f64, i64) -> f64
             %b = arith.addf %a, %v3 : f64
             %c = func.call @f(%b, %m) : (f64, i64) -> f64
             %d = arith.addf %c, %v11 : f64
             scf.yield %d : f64
           }}
           return %r : f64
         }}",
        line(20)
    );
    assert!(agree(&text, &[F64(0.3), Value::i64(4)]) >= 3);
}

#[test]
fn memory_of_the_function_stays_with_it() {
    let text = format!(
        "llvm.func @f(%x: f64) -> f64 {{
           %n = llvm.mlir.constant(1 : i64) : i64
           %p = llvm.alloca %n x f64 : (i64) -> !llvm.ptr
           llvm.store %x, %p : f64, !llvm.ptr
           {}
           %q = llvm.alloca %n x f64 : (i64) -> !llvm.ptr
           llvm.store %w, %q : f64, !llvm.ptr
           %a = llvm.load %p : !llvm.ptr -> f64
           %b = llvm.load %q : !llvm.ptr -> f64
           %c = llvm.fadd %a, %b : f64
           llvm.return %c : f64
         }}",
        (0..12).fold(
            String::from("%w0 = llvm.fadd %x, %x : f64\n"),
            |text, index| {
                let next = if index == 11 {
                    "%w".into()
                } else {
                    format!("%w{}", index + 1)
                };
                format!("{text} {next} = llvm.fmul %w{index}, %x : f64\n")
            }
        )
    );
    assert!(agree(&text, &[F64(1.1)]) >= 2);
}
