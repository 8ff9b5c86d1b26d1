//! What can be asked for besides an image, and what is said to wrong questions.

use pullback_db::{Database, Derivative, Emit, FloatKind, FpMode, Mode, Request, Target, TypeTree};

const SOURCE: &str = "// A product.
func.func @f(%x: f64, %t: tuple<f32, i8>) -> f64 {
  %y = functional.get %t[0] : tuple<f32, i8>
  %w = arith.extf %y : f32 to f64
  %sum = func.call @helper(%x, %w) : (f64, f64) -> f64
  return %sum : f64
}
func.func private @helper(%x: f64, %y: f64) -> f64 {
  %r = arith.mulf %x, %y : f64
  return %r : f64
}
";

const GRAD: Derivative = Derivative::Grad {
    wrt: None,
    mode: Mode::Reverse,
    order: 1,
};

#[test]
fn signatures_are_plain_data() {
    let mut db = Database::new();
    let file = db.set_file("f.mlir", SOURCE);
    let types = db.signature(file, "f").unwrap();
    let float = TypeTree::Float(FloatKind::F64);
    let pair = TypeTree::Tuple(vec![TypeTree::Float(FloatKind::F32), TypeTree::Int(8)]);
    assert_eq!(types.arguments, [float.clone(), pair]);
    assert_eq!(types.results, [float]);
    let request = Request::new(file, "f", GRAD);
    let texts: Vec<_> = db
        .request_signature(&request)
        .unwrap()
        .results
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(texts, ["f64", "f64", "tuple<f32, tuple<>>"]);
}

#[test]
fn the_program_is_first_order_and_reads_like_a_person_wrote_it() {
    let mut db = Database::new();
    let file = db.set_file(
        "f.mlir",
        "func.func @f(%x: f64) -> f64 {
      %s = arith.mulf %x, %x : f64
      %r = arith.mulf %s, %x : f64
      return %r : f64
    }",
    );
    let text = db.program(&Request::new(file, "f", GRAD)).unwrap();
    assert!(
        !text.contains("functional.") && !text.contains("loc("),
        "{text}"
    );
    assert_eq!(text.matches("arith.mulf").count(), 3, "{text}");
    assert_eq!(text.matches("func.func").count(), 1, "{text}");
}

#[test]
fn every_kind_of_output() {
    let mut db = Database::new();
    let file = db.set_file("f.mlir", SOURCE);
    let mut request = Request::new(file, "f", GRAD);
    request.target = Target::generic_x86_64();
    let text = |request: &Request, emit| {
        let artifact = db
            .artifact(request, emit)
            .unwrap_or_else(|found| panic!("{found}"));
        artifact.text().expect("text").to_owned()
    };
    assert!(text(&request, Emit::LlvmIr).contains("@\"f$entry\"("));
    assert!(text(&request, Emit::Assembly).contains("mulsd"));
    assert!(
        !db.artifact(&request, Emit::Object)
            .unwrap()
            .bytes
            .is_empty()
    );
    request.target = Target::named("sm_80").unwrap();
    assert!(text(&request, Emit::Ptx).contains(".visible .func"));
    assert!(db.artifact(&request, Emit::Object).is_err());
}

#[test]
fn fast_regroups_sums_and_products() {
    let source = "func.func @f(%x: f64) -> f64 {
      %three = arith.constant 3.0 : f64
      %five = arith.constant 5.0 : f64
      %a = arith.mulf %x, %x : f64
      %b = arith.mulf %a, %three : f64
      %c = arith.mulf %a, %five : f64
      %r = arith.addf %b, %c : f64
      return %r : f64
    }";
    let mut db = Database::new();
    let file = db.set_file("f.mlir", source);
    let products = |fp| {
        let request = Request {
            fp,
            target: Target::generic_x86_64(),
            opt_level: pullback_db::OptLevel::O0,
            ..Request::new(file, "f", Derivative::None)
        };
        let artifact = db.artifact(&request, Emit::LlvmIr);
        let text = artifact.unwrap().text().expect("text").to_owned();
        text.matches("fmul").count()
    };
    // The function, and its copy in the entry for objects.
    assert_eq!(products(FpMode::Strict) % 3, 0);
    assert_eq!(products(FpMode::Contract), products(FpMode::Strict));
    assert_eq!(products(FpMode::Fast) * 3, products(FpMode::Strict) * 2);
}

#[test]
fn errors_show_the_line_that_they_are_about() {
    let mut db = Database::new();
    let source = "// a\nfunc.func @f(%x: f64) -> f64 {\n  // b\n\t%r = arith.mulf %x, %y : f64\n  return %r : f64\n}\n";
    let file = db.set_file("f.mlir", source);
    let found = db
        .image(&Request::new(file, "f", Derivative::None))
        .unwrap_err();
    let shown = found.render(source);
    assert!(shown.starts_with("f.mlir:4:22: error: "), "{shown}");
    assert!(
        shown.contains("\t%r = arith.mulf %x, %y : f64\n\t                    ^\n"),
        "{shown}"
    );
}

#[test]
fn a_pass_that_refuses_points_into_the_function_that_is_inlined() {
    let mut db = Database::new();
    let source = "// a\nfunc.func private @g(%x: f64) -> f64 {\n  // b\n  %b = arith.bitcast %x : f64 to i64\n  %c = arith.addi %b, %b : i64\n  %r = arith.bitcast %c : i64 to f64\n  return %r : f64\n}
func.func @f(%x: f64) -> f64 {
  %y = arith.mulf %x, %x : f64
  %r = func.call @g(%y) : (f64) -> f64
  return %r : f64
}\n";
    // The second text differs from the first by comments alone, so that nothing is compiled again.
    for text in [source.to_owned(), source.replace("// b", "// {\n\n// }\n")] {
        let file = db.set_file("f.mlir", text.as_str());
        let found = db.image(&Request::new(file, "f", GRAD)).unwrap_err();
        let line = found.0[0].place.as_ref().map(|(_, line, _)| *line);
        let lines: Vec<usize> = (1..)
            .zip(text.lines())
            .filter(|(_, line)| line.contains("arith.bitcast"))
            .map(|(number, _)| number)
            .collect();
        assert!(line.is_some_and(|line| lines.contains(&line)), "{found}");
    }
}

#[test]
fn wrong_questions_get_sentences() {
    let mut db = Database::new();
    let file = db.set_file("f.mlir", SOURCE);
    let grad = |wrt: &[usize], order| Derivative::Grad {
        wrt: Some(wrt.to_vec()),
        mode: Mode::Forward,
        order,
    };
    for (entry, derivative, expected) in [
        ("nothing", GRAD, "no function @nothing"),
        ("f", grad(&[2], 1), "no argument 2"),
        ("f", grad(&[0, 0], 1), "named twice"),
        ("f", grad(&[1], 2), "one float argument"),
        ("f", grad(&[0], 0), "starts at 1"),
    ] {
        let found = db
            .image(&Request::new(file, entry, derivative))
            .unwrap_err();
        assert!(found.to_string().contains(expected), "{found}");
    }
}
