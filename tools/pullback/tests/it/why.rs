//! `--why-rebuilt`: what ran and why, within a process and between processes that share a cache.

use crate::{Answer, driver, pullback};
use std::{fs, path::Path, process::Command};

const PROGRAM: &str = "func.func @leaf(%x: f64) -> f64 {
  %r = math.sin %x : f64
  return %r : f64
}
func.func @other(%x: f64) -> f64 {
  %r = math.exp %x : f64
  return %r : f64
}
func.func @f(%x: f64) -> f64 {
  %y = call @leaf(%x) : (f64) -> f64
  %z = call @other(%y) : (f64) -> f64
  return %z : f64
}
";

fn grad(folder: &Path, args: &[&str]) -> Command {
    let mut command = driver();
    let program = folder.join("p.mlir");
    let cache = format!("--cache={}", folder.join("cache").display());
    command.arg("grad").arg(program).arg(cache);
    command
        .args(["--entry", "f", "--inputs", "[0.5]"])
        .args(args);
    command
}

/// What a run says of itself.
#[track_caller]
fn why(folder: &Path, program: &str, args: &[&str]) -> Vec<String> {
    fs::write(folder.join("p.mlir"), program).expect("it can be written");
    let mut command = grad(folder, args);
    command.arg("--why-rebuilt");
    let found = Answer::of(&command.output().expect("the driver runs"));
    assert_eq!(found.status, Some(0), "{}", found.stderr);
    let mut lines = found.stderr.lines().map(str::to_owned);
    assert_eq!(lines.next().as_deref(), Some("why rebuilt:"));
    lines.collect()
}

#[track_caller]
fn assert_said(lines: &[String], line: &str) {
    assert!(
        lines.iter().any(|said| said == line),
        "{line:?} in {lines:#?}"
    );
}

#[test]
fn a_run_is_compared_with_the_one_before() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    let cold = why(home, PROGRAM, &[]);
    assert_said(&cold, "  there is no earlier run to compare with");
    assert_said(&cold, "  object(grad f) ran: nothing was known");

    let warm = why(home, PROGRAM, &[]);
    assert_said(&warm, "  image(grad f): from the cache");
    assert!(
        !warm.iter().any(|line| line.contains("object(")),
        "{warm:#?}"
    );
    assert!(
        !warm.iter().any(|line| line.contains("changed")),
        "{warm:#?}"
    );

    let edited = why(home, &PROGRAM.replace("math.sin", "math.cos"), &[]);
    assert_said(&edited, "  @leaf changed");
    assert_said(&edited, "  simplified(leaf) ran: @leaf changed");
    assert_said(&edited, "  simplified(f) ran: @leaf changed: @f -> @leaf");
    assert_said(&edited, "  simplified(other): from the cache");

    let commented = PROGRAM.replace("math.sin", "math.cos") + "// The end.\n";
    let commented = why(home, &commented, &[]);
    assert_said(&commented, "  image(grad f): from the cache");

    let strict = why(
        home,
        &PROGRAM.replace("math.sin", "math.cos"),
        &["--fp=strict"],
    );
    assert_said(&strict, "  options changed");
    assert_said(&strict, "  object(grad f) ran: options changed");
    assert_said(&strict, "  simplified(grad f): from the cache");

    let more = format!("{PROGRAM}func.func @new(%x: f64) -> f64 {{ return %x : f64 }}\n");
    let more = why(home, &more, &["--fp=strict"]);
    assert_said(&more, "  @new is new");
    assert_said(&more, "  @leaf changed");
    // A run that nobody asked why leaves a trace, too.
    fs::write(
        home.join("p.mlir"),
        PROGRAM.replace("math.exp", "math.tanh"),
    )
    .expect("it can be written");
    let silent = grad(home, &[]).output().expect("the driver runs");
    Answer::of(&silent).success();
    let again = why(home, PROGRAM, &[]);
    assert_said(&again, "  @other changed");
    assert!(
        !again.iter().any(|line| line.contains("@leaf changed")),
        "{again:#?}"
    );
    let fewer = PROGRAM.replace("@other", "@another");
    let fewer = why(home, &fewer, &[]);
    assert_said(&fewer, "  @other is gone");
    assert_said(&fewer, "  @another is new");
}

/// The answer is where it was, and a file that cannot be split is explained as a whole.
#[test]
fn standard_output_is_the_answers_alone() {
    let file = "examples/figure1.mlir";
    let call = ["grad", file, "--entry", "f", "--inputs", "[2]"];
    let expected = pullback(call).success();
    let with = pullback(call.iter().copied().chain(["--why-rebuilt=text"]));
    assert_eq!(with.stdout, expected);
    assert!(with.stderr.starts_with("why rebuilt:\n"), "{}", with.stderr);
    let home = tempfile::tempdir().expect("a folder");
    let whole = format!("module {{\n{PROGRAM}}}\n");
    why(home.path(), &whole, &[]);
    let said = why(home.path(), &whole.replace("math.exp", "math.sqrt"), &[]);
    assert_said(&said, "  the file changed");
    assert_said(&said, "  object(grad f) ran: the file changed");
}

#[test]
fn graphs_are_files() {
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    why(home, PROGRAM, &[]);
    let at = |name: &str| home.join(name).display().to_string();
    fs::write(home.join("p.mlir"), PROGRAM.replace("math.sin", "math.cos"))
        .expect("it can be written");
    let mut call = grad(home, &[&format!("--why-rebuilt=dot:{}", at("why.dot"))]);
    Answer::of(&call.output().expect("the driver runs")).success();
    let dot = fs::read_to_string(at("why.dot")).expect("it is there");
    for line in [
        "  \"@leaf\" -> \"@f\";",
        "  \"@leaf\" -> \"simplified(leaf)\";",
        "  \"@f\" -> \"simplified(f)\";",
        "  \"simplified(other)\" [style=dashed];",
    ] {
        assert!(dot.lines().any(|found| found == line), "{line}: {dot}");
    }
    fs::write(home.join("p.mlir"), PROGRAM.replace("math.exp", "math.cos"))
        .expect("it can be written");
    let mut call = grad(home, &[&format!("--why-rebuilt=svg:{}", at("why.svg"))]);
    Answer::of(&call.output().expect("the driver runs")).success();
    let svg = fs::read_to_string(at("why.svg")).expect("it is there");
    assert!(
        svg.contains("<svg") && svg.contains("simplified(f)"),
        "{svg}"
    );
}

#[test]
fn wrong_forms_are_refused() {
    for form in ["pdf:x", "dot:", "svg", ""] {
        let form = format!("--why-rebuilt={form}");
        let call = [
            "run",
            "examples/figure1.mlir",
            "--entry",
            "f",
            "--inputs",
            "[2]",
            &form,
        ];
        let said = pullback(call).failure(2);
        assert!(said.contains("--why-rebuilt"), "{said}");
    }
    let nowhere = "--why-rebuilt=dot:/no/such/folder/x.dot";
    let call = [
        "run",
        "examples/figure1.mlir",
        "--entry",
        "f",
        "--inputs",
        "[2]",
        nowhere,
    ];
    assert!(pullback(call).failure(2).contains("cannot write"));
}
