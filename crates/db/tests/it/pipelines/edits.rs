//! What runs again after an edit.

use pullback_db::Pipelines;

const SOURCE: &str = "func.func @f(%x: i32) -> i32 {
  %c = arith.constant 1 : i32
  %r = arith.addi %c, %c : i32
  return %r : i32
}
func.func @g(%x: i32) -> i32 {
  %r = func.call @f(%x) : (i32) -> i32
  return %r : i32
}
";

/// The text after the pipeline, and the queries that ran.
fn run(pipelines: &mut Pipelines, source: &str, pipeline: &str) -> (String, Vec<String>) {
    let file = pipelines.set_file("f.mlir", source);
    let done = pipelines.run(file, pipeline).unwrap();
    (done.text, pipelines.take_events())
}

/// What runs when the source becomes another one.
fn again(edited: &str) -> Vec<String> {
    let mut pipelines = Pipelines::new();
    let pipeline = "canonicalize,symbol-dce,func.func(cse)";
    let (_, first) = run(&mut pipelines, SOURCE, pipeline);
    assert_eq!(
        first,
        [
            "transformed",
            "unit(f)",
            "unit(g)",
            "module",
            "unit(f)",
            "unit(g)"
        ]
    );
    let (text, ran) = run(&mut pipelines, edited, pipeline);
    let (fresh, _) = run(&mut Pipelines::new(), edited, pipeline);
    assert_eq!(text, fresh);
    ran
}

#[test]
fn a_body_is_no_concern_of_callers() {
    assert_eq!(
        again(&SOURCE.replace("constant 1", "constant 2")),
        ["transformed", "unit(f)", "module", "unit(f)"]
    );
}

#[test]
fn what_folds_to_the_same_ends_there() {
    let edited = SOURCE.replace("arith.addi %c, %c", "arith.muli %two, %c");
    let edited = edited.replace(
        "  %r = arith.muli",
        "  %two = arith.constant 2 : i32\n  %r = arith.muli",
    );
    // The stage on the module sees that ops stand elsewhere; behind it nothing runs.
    assert_eq!(again(&edited), ["transformed", "unit(f)", "module"]);
}

#[test]
fn comments_and_blanks_reach_whole_modules_only() {
    let edited = format!(
        "// What is this?\n\n{}",
        SOURCE.replace("return", "  return // done\n")
    );
    assert_eq!(again(&edited), ["transformed", "module"]);
}

#[test]
fn a_signature_is_a_concern_of_callers() {
    let edited = SOURCE.replace("@f(%x: i32) -> i32 {", "@f(%x: i32 {test.a}) -> i32 {");
    assert_eq!(
        again(&edited),
        [
            "transformed",
            "unit(f)",
            "unit(g)",
            "module",
            "unit(f)",
            "unit(g)"
        ]
    );
}

#[test]
fn a_new_function_runs_alone() {
    let edited = format!("{SOURCE}func.func @h() {{ return }}");
    assert_eq!(
        again(&edited),
        ["transformed", "unit(h)", "module", "unit(h)"]
    );
}

#[test]
fn order_does_not_matter_to_symbols() {
    let (f, g) = SOURCE.split_at(SOURCE.find("func.func @g").unwrap());
    assert_eq!(again(&format!("{g}{f}")), ["transformed", "module"]);
}

#[test]
fn an_option_runs_its_stage_again_and_what_changes_behind_it() {
    let mut pipelines = Pipelines::new();
    let pipeline = |option| format!("cse,symbol-dce,canonicalize{{top-down={option}}},sccp");
    run(&mut pipelines, SOURCE, &pipeline("true"));
    let (_, ran) = run(&mut pipelines, SOURCE, &pipeline("false"));
    assert_eq!(ran, ["transformed", "unit(f)", "unit(g)"]);
}

#[test]
fn errors_come_and_go_with_their_places() {
    let mut pipelines = Pipelines::new();
    let pipeline = "cse,functional-check-lowerable";
    let wrong = "func.func @h(%v: vector<2xf64>) { return }";
    for blanks in ["", "\n\n\n"] {
        run(&mut pipelines, SOURCE, pipeline);
        let file = pipelines.set_file("f.mlir", format!("{SOURCE}{blanks}{wrong}"));
        let error = pipelines.run(file, pipeline).unwrap_err();
        let place = format!("f.mlir:{}:1: error: ", 10 + blanks.len());
        assert!(error.to_string().starts_with(&place), "{error}");
    }
    pipelines.take_events();
    let (_, ran) = run(&mut pipelines, SOURCE, pipeline);
    assert_eq!(ran, ["transformed"]);
    let file = pipelines.set_file("f.mlir", SOURCE);
    let error = pipelines.run(file, "cse,cze").unwrap_err().to_string();
    assert!(error.contains("did you mean `cse`?"), "{error}");
}
