//! Values of data types as inputs and results.

use crate::{pullback, with_stdin};
use std::fs;

const TREE: &str = "functional.data @tree {
  leaf
  node(!functional.data<@tree>, tuple<f64, i32>, !functional.data<@tree>)
}
func.func @sum(%t: !functional.data<@tree>) -> f64 {
  %r = functional.match %t : !functional.data<@tree> -> f64 {
  case leaf {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case node(%l: !functional.data<@tree>, %x: tuple<f64, i32>, %r: !functional.data<@tree>) {
    %a = func.call @sum(%l) : (!functional.data<@tree>) -> f64
    %b = func.call @sum(%r) : (!functional.data<@tree>) -> f64
    %f = functional.get %x[0] : tuple<f64, i32>
    %s = arith.addf %a, %b : f64
    %u = arith.addf %s, %f : f64
    functional.yield %u : f64
  }
  }
  return %r : f64
}
func.func @mirror(%t: !functional.data<@tree>, %k: f64) -> (f64, !functional.data<@tree>) {
  %r = functional.match %t : !functional.data<@tree> -> !functional.data<@tree> {
  case leaf {
    functional.yield %t : !functional.data<@tree>
  }
  case node(%l: !functional.data<@tree>, %x: tuple<f64, i32>, %r: !functional.data<@tree>) {
    %a:2 = func.call @mirror(%l, %k) : (!functional.data<@tree>, f64) -> (f64, !functional.data<@tree>)
    %b:2 = func.call @mirror(%r, %k) : (!functional.data<@tree>, f64) -> (f64, !functional.data<@tree>)
    %u = functional.construct @tree node(%b#1, %x, %a#1) : (!functional.data<@tree>, tuple<f64, i32>, !functional.data<@tree>) -> !functional.data<@tree>
    functional.yield %u : !functional.data<@tree>
  }
  }
  return %k, %r : f64, !functional.data<@tree>
}
";

const INPUT: &str =
    r#"{"node": [{"node": [{"leaf": []}, [3.5, 7], {"leaf": []}]}, [-2.0, -1], {"leaf": []}]}"#;
const MIRRORED: &str =
    r#"{"node": [{"leaf": []}, [-2.0, -1], {"node": [{"leaf": []}, [3.5, 7], {"leaf": []}]}]}"#;

#[test]
fn trees_go_in_and_out() {
    let input = format!("[{INPUT}, 0.5]");
    let args = ["run", "-", "--entry", "mirror", "--inputs", &input];
    assert_eq!(
        with_stdin(&args, TREE).success(),
        format!("result 0 = 0.5\nresult 1 = {MIRRORED}\n")
    );
    let json = [&args[..], &["--json"]].concat();
    assert_eq!(
        with_stdin(&json, TREE).success(),
        format!("{{\"results\": [0.5, {MIRRORED}]}}\n")
    );
    let input = format!("[{INPUT}]");
    let args = ["run", "-", "--entry", "sum", "--inputs", &input];
    assert_eq!(with_stdin(&args, TREE).success(), "result = 1.5\n");
}

/// A file of a million nested objects.
#[test]
fn a_list_of_a_million_goes_in_and_out() {
    let program = "functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @scaled(%l: !functional.data<@list>, %k: f64) -> (f64, !functional.data<@list>) {
  %r:2 = functional.match %l : !functional.data<@list> -> (f64, !functional.data<@list>) {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero, %l : f64, !functional.data<@list>
  }
  case cons(%x: f64, %t: !functional.data<@list>) {
    %r:2 = func.call @scaled(%t, %k) : (!functional.data<@list>, f64) -> (f64, !functional.data<@list>)
    %s = arith.addf %x, %r#0 : f64
    %y = arith.mulf %x, %k : f64
    %n = functional.construct @list cons(%y, %r#1) : (f64, !functional.data<@list>) -> !functional.data<@list>
    functional.yield %s, %n : f64, !functional.data<@list>
  }
  }
  return %r#0, %r#1 : f64, !functional.data<@list>
}";
    let list = |x: &str| {
        let depth = 1_000_000;
        let open = format!("{{\"cons\": [{x}, ");
        [&open.repeat(depth), "{\"nil\": []}", &"]}".repeat(depth)].concat()
    };
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("inputs.json"), format!("[{}, -2]", list("0.5"))).expect("it can be written");
    fs::write(at("seeds.json"), format!("[1, {}]", list("0.25"))).expect("it can be written");
    fs::write(at("list.mlir"), program).expect("it can be written");
    let (file, inputs) = (at("list.mlir"), format!("@{}", at("inputs.json")));
    let seeds = format!("@{}", at("seeds.json"));
    let args = [
        "vjp", &file, "--entry", "scaled", "--json", "--inputs", &inputs,
    ];
    let answer = pullback([&args[..], &["--cotangents", &seeds]].concat()).success();
    let expected = format!(
        "{{\"value\": [500000.0, {}], \"gradients\": [{}, 125000.0]}}\n",
        list("-1.0"),
        list("0.5")
    );
    assert!(answer == expected, "{}", &answer[..answer.len().min(300)]);
}

#[test]
fn tangents_have_the_shape_of_their_values() {
    let inputs = format!("[{INPUT}, 0.5]");
    let call = |command: &str, rest: &[&str]| {
        let args = [command, "-", "--entry", "mirror", "--inputs", &inputs];
        with_stdin(&[&args[..], rest].concat(), TREE)
    };
    let ct = r#"[1, {"node": [{"zero": []}, [3, []], {"zero": []}]}]"#;
    assert_eq!(
        call("vjp", &["--cotangents", ct]).success(),
        format!(
            "value 0 = 0.5\nvalue 1 = {MIRRORED}\nd/d%t = {}\nd/d%k = 1.0\n",
            r#"{"node": [{"node": [{"leaf": []}, [0.0, []], {"leaf": []}]}, [3.0, []], {"leaf": []}]}"#
        )
    );
    assert_eq!(
        call("jvp", &["--wrt", "0", "--tangents", r#"[{"zero": []}]"#]).success(),
        format!(
            "value 0 = 0.5\nvalue 1 = {MIRRORED}\ntangent 0 = 0.0\ntangent 1 = {}\n",
            r#"{"node": [{"leaf": []}, [0.0, []], {"node": [{"leaf": []}, [0.0, []], {"leaf": []}]}]}"#
        )
    );
    for (command, option, seeds, whose) in [
        ("vjp", "--cotangents", r#"[1, {"leaf": []}]"#, "result 1"),
        (
            "jvp",
            "--tangents",
            r#"[{"leaf": []}, 1]"#,
            "argument 0 (`%t`)",
        ),
    ] {
        assert_eq!(
            call(command, &[option, seeds]).failure(2),
            format!(
                "error: `{option}`: what is for {whose} holds \"leaf\" where the value holds \"node\"; give it the shape of \
                 the value, or the zero of all shapes where it ends early\n"
            )
        );
    }
}

/// Fields of every width, names that need quotes, and a constructor with the name of the zero of tangents.
#[test]
fn fields_of_every_kind_go_in_and_out() {
    let program = r#"functional.data @zero { zero(f64) one }
functional.data @m {
  "a b"(f16, i1, index, bf16, i24, tuple<f32, tuple<>, i3>, !functional.data<@zero>)
  "\22q"
  c(i8)
}
func.func @f(%m: !functional.data<@m>, %k: f64) -> (!functional.data<@m>, f64) {
  %r = functional.match %m : !functional.data<@m> -> f64 {
  case "a b"(%h: f16, %b: i1, %i: index, %bf: bf16, %n: i24, %t: tuple<f32, tuple<>, i3>, %z: !functional.data<@zero>) {
    %x = arith.extf %h : f16 to f64
    %y = arith.extf %bf : bf16 to f64
    %f = functional.get %t[0] : tuple<f32, tuple<>, i3>
    %g = arith.extf %f : f32 to f64
    %q = functional.match %z : !functional.data<@zero> -> f64 {
    case zero(%w: f64) {
      functional.yield %w : f64
    }
    case one {
      functional.yield %k : f64
    }
    }
    %p = arith.mulf %x, %y : f64
    %s = arith.mulf %p, %g : f64
    %u = arith.mulf %s, %q : f64
    functional.yield %u : f64
  }
  case "\22q" {
    functional.yield %k : f64
  }
  case c(%n: i8) {
    functional.yield %k : f64
  }
  }
  return %m, %r : !functional.data<@m>, f64
}"#;
    let full = r#"{"a b": [1.5, true, -7, 2.0, -3, [0.5, [], -4], {"zero": [3.0]}]}"#;
    for (value, result, seed, gradient, by_k) in [
        (
            full,
            "4.5",
            r#"{"a b": [1, [], [], 1, [], [1, [], []], {"zero$": []}]}"#,
            r#"{"a b": [4.0, [], [], 3.25, [], [10.0, [], []], {"zero": [1.5]}]}"#,
            "0.0",
        ),
        (
            full,
            "4.5",
            r#"{"zero": []}"#,
            r#"{"a b": [3.0, [], [], 2.25, [], [9.0, [], []], {"zero": [1.5]}]}"#,
            "0.0",
        ),
        (
            r#"{"\"q": []}"#,
            "2.0",
            r#"{"\"q": []}"#,
            r#"{"\"q": []}"#,
            "1.0",
        ),
        (
            r#"{"c": [-128]}"#,
            "2.0",
            r#"{"c": [[]]}"#,
            r#"{"c": [[]]}"#,
            "1.0",
        ),
    ] {
        let inputs = format!("[{value}, 2]");
        let seeds = format!("[{seed}, 1]");
        let args = ["vjp", "-", "--entry", "f", "--json", "--inputs", &inputs];
        let answer = with_stdin(&[&args[..], &["--cotangents", &seeds]].concat(), program);
        assert_eq!(
            answer.success(),
            format!("{{\"value\": [{value}, {result}], \"gradients\": [{gradient}, {by_k}]}}\n")
        );
    }
}

#[test]
fn wrong_trees_are_refused_with_their_place() {
    let call = |inputs: &str| {
        let args = ["run", "-", "--entry", "sum", "--inputs", inputs];
        with_stdin(&args, TREE).failure(2)
    };
    assert_eq!(
        call(r#"[{"nod": []}]"#),
        "error: `--inputs`: argument 0 (`%t`) is built by \"nod\", which !functional.data<@tree> does not have; did you mean \"node\"?\n"
    );
    assert_eq!(
        call(r#"[{"node": [{"leaf": []}, [1, 2.5], {"leaf": []}]}]"#),
        "error: `--inputs`: field 1 of field 1 of `node` in argument 0 (`%t`) is 2.5, and its type is i32; write a whole number from -2147483648 to 2147483647\n"
    );
}

#[test]
fn what_has_no_form_is_refused_with_its_reason() {
    let program = "functional.data @box { box(!functional.fn<(f64) -> f64>) }
func.func @f(%b: !functional.data<@box>, %x: f64) -> f64 {
  return %x : f64
}";
    let args = ["run", "-", "--entry", "f", "--inputs", "[]"];
    assert_eq!(
        with_stdin(&args, program).failure(2),
        "error: argument 0 (`%b`) is !functional.data<@box>, which has no form as JSON, because a field of @box is \
         !functional.fn<(f64) -> f64>; call a function that takes and gives numbers (i1 to i64, f16, bf16, f32, f64), \
         and arrays, tuples and data types of them\n"
    );
}

#[test]
fn matrices_of_trees_are_refused() {
    for (command, entry, place) in [
        ("jacobian", "mirror", "argument 0"),
        ("hessian", "sum", "argument 0"),
    ] {
        let args = [
            command, "-", "--entry", entry, "--inputs", "[]", "--wrt", "0",
        ];
        let message = with_stdin(&args, TREE).failure(2);
        assert!(
            message.contains(&format!(
                "{place} of @{entry} holds !functional.data<@tree>, whose number of floats only its values have; use vjp, jvp, hvp, or grad in reverse"
            )),
            "{message}"
        );
    }
    let args = [
        "jacobian", "-", "--entry", "mirror", "--inputs", "[]", "--wrt", "1",
    ];
    let message = with_stdin(&args, TREE).failure(2);
    assert!(message.contains("result 1 of @mirror holds"), "{message}");
}

#[test]
fn c_has_no_trees() {
    let folder = tempfile::tempdir().expect("a folder");
    let object = folder.path().join("tree.o").display().to_string();
    let args = [
        "build", "-", "--entry", "sum", "--emit", "obj", "-o", &object,
    ];
    let message = with_stdin(&args, TREE).failure(1);
    assert!(
        message.contains(
            "`sum` cannot be offered to C: C has no type for arrays and values of data types yet; take and give numbers, and make the data inside"
        ),
        "{message}"
    );
}
