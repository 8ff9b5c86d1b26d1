//! `pullback build`.

use crate::{pullback, with_stdin};
use std::{fs, path::Path, process::Command};

const PROGRAM: &str = "func.func @area(%w: f64, %h: f64) -> f64 {
  %r = arith.mulf %w, %h : f64
  return %r : f64
}
func.func @slopes(%w: f64, %h: f64) -> (f64, f64) {
  %f = functional.ref @area : !functional.fn<(f64, f64) -> f64>
  %g = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %g(%w, %h) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}
func.func @twice(%f: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %0 = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  %1 = functional.apply %f(%0) : !functional.fn<(f64) -> f64>
  return %1 : f64
}
";

const C: &str = r#"#include "shape.h"
#include <stdio.h>
int main(void) {
    double dw, dh;
    slopes(3.0, 5.0, &dw, &dh);
    printf("%g %g %g\n", area(3.0, 5.0), dw, dh);
}
"#;

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn c_calls_an_object_by_its_header() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| path(folder.path(), name);
    fs::write(at("shape.mlir"), PROGRAM).expect("it can be written");
    fs::write(at("main.c"), C).expect("it can be written");
    assert_eq!(
        pullback(["build", &at("shape.mlir"), "--emit", "obj"]).success(),
        ""
    );
    let cc = Command::new("cc")
        .args([
            &at("main.c"),
            &at("shape.o"),
            "-Wall",
            "-Werror",
            "-o",
            &at("main"),
        ])
        .output()
        .expect("there is a C compiler");
    assert!(
        cc.status.success(),
        "{}",
        String::from_utf8_lossy(&cc.stderr)
    );
    let output = Command::new(at("main")).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "15 5 3\n");
}

#[test]
fn only_what_is_asked_for_is_visible() {
    let build = |args: &[&str]| with_stdin(&[&["build", "-"], args].concat(), PROGRAM);
    let asm = build(&["--emit", "asm", "--entry", "slopes"]).success();
    assert!(asm.contains("slopes:") && !asm.contains("area:"), "{asm}");
    let both = build(&["--emit", "llvm-ir", "--entry", "slopes", "--entry", "area"]).success();
    assert!(
        both.contains("@slopes(") && both.contains("@area("),
        "{both}"
    );
    let all = build(&["--emit", "mlir"]).success();
    assert!(all.contains("@area") && !all.contains("@twice"), "{all}");
    assert!(
        build(&["--emit", "ptx"])
            .success()
            .contains(".visible .func")
    );
}

#[test]
fn text_goes_to_a_file_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = path(folder.path(), "out.s");
    let args = ["build", "-", "--emit", "asm", "-o", &out];
    assert_eq!(with_stdin(&args, PROGRAM).success(), "");
    assert!(
        fs::read_to_string(&out)
            .expect("it is there")
            .contains("area:")
    );
}

#[test]
fn wrong_outputs_are_refused() {
    let build = |args: &[&str]| with_stdin(&[&["build", "-"], args].concat(), PROGRAM).failure(2);
    assert!(build(&["--emit", "obj"]).contains("give it one with -o"));
    assert!(build(&["--emit", "obj", "-o", "x.h"]).contains("name the object with .o"));
    assert!(
        build(&["--emit", "asm", "-o", "/nowhere/x.s"]).contains("cannot write to /nowhere/x.s")
    );
    assert!(build(&["--emit", "asm", "--entry", "aera"]).contains("did you mean @area?"));
    let empty = with_stdin(&["build", "-", "--emit", "asm"], "").failure(2);
    assert!(
        empty.contains("has no function that takes and gives only numbers"),
        "{empty}"
    );
}

/// Each thread has memory of its own for tapes, which its calls free.
#[test]
fn c_calls_a_function_with_a_tape_from_several_threads() {
    let program = "func.func @last(%n: i64) -> f64 {
      %zero = arith.constant 0 : i64
      %one = arith.constant 1 : i64
      %empty = functional.stack : !functional.stack<f64>
      %p:2 = scf.while (%i = %zero, %s = %empty) : (i64, !functional.stack<f64>) -> (i64, !functional.stack<f64>) {
        %c = arith.cmpi slt, %i, %n : i64
        scf.condition(%c) %i, %s : i64, !functional.stack<f64>
      } do {
      ^bb0(%i: i64, %s: !functional.stack<f64>):
        %x = arith.sitofp %i : i64 to f64
        %t = functional.push %s, %x : !functional.stack<f64>
        %j = arith.addi %i, %one : i64
        scf.yield %j, %t : i64, !functional.stack<f64>
      }
      %e, %v = functional.pop %p#1 : !functional.stack<f64>
      return %v : f64
    }";
    let main = "#include <pthread.h>
#include <stdio.h>
#include \"last.h\"
static void *sum(void *to) {
  double s = 0;
  for (int i = 1; i < 3000; i++) s += last(i);
  *(double *)to = s;
  return 0;
}
static void *once(void *to) {
  *(double *)to = last(100);
  return 0;
}
int main(void) {
  pthread_t threads[3];
  double sums[3];
  for (int i = 0; i < 3; i++) pthread_create(&threads[i], 0, sum, &sums[i]);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], 0);
  printf(\"%.0f %.0f %.0f\\n\", sums[0], sums[1], sums[2]);
  /* More threads than there are addresses for, if ended ones kept theirs. */
  double total = 0;
  for (int i = 0; i < 4000; i++) {
    pthread_create(&threads[0], 0, once, &sums[0]);
    pthread_join(threads[0], 0);
    total += sums[0];
  }
  printf(\"%.0f\\n\", total);
  return 0;
}
";
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| path(folder.path(), name);
    fs::write(at("last.mlir"), program).expect("it can be written");
    fs::write(at("main.c"), main).expect("it can be written");
    pullback(["build", &at("last.mlir"), "--emit", "obj"]).success();
    let files = [at("main.c"), at("last.o"), at("main")];
    let [source, object, executable] = &files;
    let cc = Command::new("cc")
        .args([source, object, "-pthread", "-o", executable])
        .output()
        .expect("there is a C compiler");
    assert!(
        cc.status.success(),
        "{}",
        String::from_utf8_lossy(&cc.stderr)
    );
    let output = Command::new(executable).output().expect("it runs");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "4495501 4495501 4495501\n396000\n"
    );
}
