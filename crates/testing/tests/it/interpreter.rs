//! The interpreter itself, by programs whose values are known.

use pullback_ir::{Context, Module, Registry};
use pullback_testing::{
    interpret::{Error, ErrorKind, Limits, Program, Value},
    number::{DoubleDouble, Number},
};

fn program(text: &str) -> Program {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    let context = Context::new(&registry);
    let module = Module::parse(&context, text, "input.mlir")
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    Program::new(&module)
}

fn run<N: Number>(text: &str, arguments: &[f64]) -> Result<Vec<Value<N>>, Error> {
    let arguments = arguments
        .iter()
        .map(|&x| Value::Float(N::from_f64(x)))
        .collect();
    let limits = Limits {
        differences: true,
        ..Limits::default()
    };
    program(text).call("f", arguments, limits)
}

#[track_caller]
fn float(text: &str, arguments: &[f64]) -> f64 {
    let results = run::<DoubleDouble>(text, arguments).unwrap_or_else(|error| panic!("{error}"));
    results[0].as_float().expect("a float").to_f64()
}

#[track_caller]
fn error(text: &str, arguments: &[f64]) -> String {
    run::<f64>(text, arguments)
        .map(|_| ())
        .expect_err("it has no value")
        .to_string()
}

/// `@f` gives an integer made by these ops from constants.
fn integer(ops: &str, ty: &str) -> Result<Option<u64>, Error> {
    let text = format!("func.func @f() -> {ty} {{\n{ops}\nreturn %r : {ty}\n}}");
    run::<f64>(&text, &[]).map(|results| match results[0] {
        Value::Int(bits) => Some(bits),
        _ => None,
    })
}

#[test]
fn integers_wrap_and_trap_as_the_dialect_says() {
    let binary = |op: &str, a: i64, b: i64| {
        integer(
            &format!(
                "%a = arith.constant {a} : i8\n%b = arith.constant {b} : i8\n%r = {op} %a, %b : i8"
            ),
            "i8",
        )
        .map(|bits| bits.map(|bits| bits as u8 as i8))
    };
    for (op, a, b, result) in [
        ("arith.addi", 127, 1, Some(-128)),
        ("arith.muli", 100, 3, Some(44)),
        ("arith.divsi", -7, 2, Some(-3)),
        ("arith.floordivsi", -7, 2, Some(-4)),
        ("arith.ceildivsi", 7, 2, Some(4)),
        ("arith.ceildivsi", -7, 2, Some(-3)),
        ("arith.divui", -7, 2, Some(124)),
        ("arith.remsi", -7, 2, Some(-1)),
        ("arith.shrsi", -8, 1, Some(-4)),
        ("arith.shrui", -8, 1, Some(124)),
        ("arith.shli", 1, 8, None),
        ("arith.maxui", -1, 1, Some(-1)),
        ("math.ipowi", 3, 3, Some(27)),
        ("math.ipowi", -1, -3, Some(-1)),
    ] {
        assert_eq!(binary(op, a, b).unwrap(), result, "{op} {a}, {b}");
    }
    for (op, a, b) in [
        ("arith.divsi", 1, 0),
        ("arith.remui", 1, 0),
        ("arith.divsi", -128, -1),
    ] {
        assert_eq!(
            binary(op, a, b).unwrap_err().kind,
            ErrorKind::Undefined,
            "{op} {a}, {b}"
        );
    }
    let flagged = "%a = arith.constant 127 : i8\n%r = arith.addi %a, %a overflow<nsw> : i8";
    assert_eq!(integer(flagged, "i8").unwrap(), None);
}

#[test]
fn poison_is_an_error_only_where_it_matters() {
    let choose = |condition: &str| {
        format!(
            "func.func @f(%x: f64) -> f64 {{
          %p = ub.poison : f64
          %q = arith.mulf %p, %x : f64
          %t = functional.tuple %q, %x : f64, f64
          %y = functional.get %t[1] : tuple<f64, f64>
          %c = arith.cmpf olt, {condition}, %x : f64
          %r = scf.if %c -> f64 {{
            scf.yield %q : f64
          }} else {{
            scf.yield %y : f64
          }}
          return %r : f64
        }}"
        )
    };
    assert_eq!(float(&choose("%x"), &[2.0]), 2.0);
    insta::assert_snapshot!(error(&choose("%q"), &[2.0]));
}

#[test]
fn recursion_is_as_deep_as_memory_allows() {
    let text = "func.func @f(%x: f64) -> f64 {
      %n = arith.constant 1000000 : i64
      %r = func.call @sum(%n, %x) : (i64, f64) -> f64
      return %r : f64
    }
    func.func @sum(%n: i64, %x: f64) -> f64 {
      %zero = arith.constant 0 : i64
      %done = arith.cmpi eq, %n, %zero : i64
      %r = scf.if %done -> f64 {
        scf.yield %x : f64
      } else {
        %one = arith.constant 1 : i64
        %m = arith.subi %n, %one : i64
        %s = func.call @sum(%m, %x) : (i64, f64) -> f64
        %t = arith.addf %s, %x : f64
        scf.yield %t : f64
      }
      return %r : f64
    }";
    assert_eq!(float(text, &[1.0]), 1_000_001.0);
}

#[test]
fn long_data_is_made_matched_and_dropped() {
    let text = "functional.data @list {
      nil
      cons(f64, !functional.data<@list>)
    }
    func.func @f(%x: f64) -> f64 {
      %low = arith.constant 0 : index
      %high = arith.constant 300000 : index
      %one = arith.constant 1 : index
      %nil = functional.construct @list nil() : !functional.data<@list>
      %l = scf.for %i = %low to %high step %one iter_args(%t = %nil) -> !functional.data<@list> {
        %c = functional.construct @list cons(%x, %t) : (f64, !functional.data<@list>) -> !functional.data<@list>
        scf.yield %c : !functional.data<@list>
      }
      %zero = arith.constant 0.0 : f64
      %yes = arith.constant true
      %no = arith.constant false
      %r:3 = scf.while (%go = %yes, %s = %zero, %t = %l) : (i1, f64, !functional.data<@list>) -> (i1, f64, !functional.data<@list>) {
        scf.condition(%go) %go, %s, %t : i1, f64, !functional.data<@list>
      } do {
      ^bb0(%go: i1, %s: f64, %t: !functional.data<@list>):
        %n:3 = functional.match %t : !functional.data<@list> -> (i1, f64, !functional.data<@list>) {
        case nil {
          functional.yield %no, %s, %t : i1, f64, !functional.data<@list>
        }
        case cons(%h: f64, %rest: !functional.data<@list>) {
          %a = arith.addf %s, %h : f64
          functional.yield %yes, %a, %rest : i1, f64, !functional.data<@list>
        }
        }
        scf.yield %n#0, %n#1, %n#2 : i1, f64, !functional.data<@list>
      }
      return %r#1 : f64
    }";
    assert_eq!(float(text, &[0.5]), 150_000.0);
}

#[test]
fn recursive_closures_and_unstructured_branches() {
    let text = "func.func @f(%x: f64) -> f64 {
      %n = arith.constant 5 : i64
      %zero = arith.constant 0 : i64
      %one = arith.constant 1 : i64
      %even, %odd = functional.letrec (%e: !functional.fn<(i64) -> f64>, %o: !functional.fn<(i64) -> f64>) {
        %a = functional.lambda (%k: i64) -> f64 {
          %done = arith.cmpi eq, %k, %zero : i64
          %r = scf.if %done -> f64 {
            scf.yield %x : f64
          } else {
            %m = arith.subi %k, %one : i64
            %s = functional.apply %o(%m) : !functional.fn<(i64) -> f64>
            %t = math.sin %s : f64
            scf.yield %t : f64
          }
          functional.return %r : f64
        }
        %b = functional.lambda (%k: i64) -> f64 {
          %m = arith.subi %k, %one : i64
          %s = functional.apply %e(%m) : !functional.fn<(i64) -> f64>
          %t = arith.mulf %s, %x : f64
          functional.return %t : f64
        }
        functional.return %a, %b : !functional.fn<(i64) -> f64>, !functional.fn<(i64) -> f64>
      }
      %r = functional.apply %odd(%n) : !functional.fn<(i64) -> f64>
      %c = arith.cmpf olt, %r, %x : f64
      cf.cond_br %c, ^low(%r : f64), ^high
    ^low(%y: f64):
      %d = arith.addf %y, %y : f64
      return %d : f64
    ^high:
      return %x : f64
    }";
    let x = 0.7f64;
    let expected = 2.0 * x * (x * (x * x).sin()).sin();
    assert!((float(text, &[x]) - expected).abs() < 1e-15);
}

#[test]
fn derivatives_of_derivatives_by_differences() {
    // d/dx of x * d/dy (sin(x y^2)) at y = x, every operator once: 6 x^3 c - 4 x^5.. by hand below.
    let text = "func.func @f(%x: f64) -> f64 {
      %outer = functional.lambda (%u: f64) -> f64 {
        %inner = functional.lambda (%y: f64) -> f64 {
          %yy = arith.mulf %y, %y : f64
          %p = arith.mulf %u, %yy : f64
          %s = math.sin %p : f64
          functional.return %s : f64
        }
        %one = arith.constant 1.0 : f64
        %j = functional.jvp %inner : !functional.fn<(f64) -> f64>
        %d:2 = functional.apply %j(%u, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
        %r = arith.mulf %u, %d#1 : f64
        functional.return %r : f64
      }
      %v = functional.vjp %outer : !functional.fn<(f64) -> f64>
      %b:2 = functional.apply %v(%x) : !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> f64>)>
      %one = arith.constant 1.0 : f64
      %r = functional.apply %b#1(%one) : !functional.fn<(f64) -> f64>
      return %r : f64
    }";
    // outer(u) = 2 u^3 cos(u^3); its derivative is 6 u^2 cos(u^3) - 6 u^5 sin(u^3).
    let x = 0.8f64;
    let expected = 6.0 * x * x * x.powi(3).cos() - 6.0 * x.powi(5) * x.powi(3).sin();
    assert!((float(text, &[x]) - expected).abs() < 1e-14);
}

#[test]
fn curried_gradients_and_tangents_of_functions() {
    let text = "func.func @f(%x: f64) -> f64 {
      %curried = functional.lambda (%a: f64) -> !functional.fn<(f64) -> f64> {
        %l = functional.lambda (%b: f64) -> f64 {
          %p = arith.mulf %a, %a : f64
          %q = arith.mulf %p, %b : f64
          functional.return %q : f64
        }
        functional.return %l : !functional.fn<(f64) -> f64>
      }
      %two = arith.constant 2.0 : f64
      %g = functional.grad %curried : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
      %h = functional.apply %g(%x) : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
      %d = functional.apply %h(%two) : !functional.fn<(f64) -> f64>
      %j = functional.jvp %curried : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
      %t:2 = functional.apply %j(%x, %two) : !functional.fn<(f64, f64) -> (!functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>)>
      %v = functional.apply %t#0(%x) : !functional.fn<(f64) -> f64>
      %w = functional.apply %t#1(%x) : !functional.fn<(f64) -> f64>
      %s = arith.addf %d, %v : f64
      %r = arith.addf %s, %w : f64
      return %r : f64
    }";
    // 2ab at b = 2, then a^2 x, then 2a * 2 * x.
    let x = 1.5f64;
    assert!((float(text, &[x]) - (4.0 * x + x.powi(3) + 4.0 * x * x)).abs() < 1e-14);
}

#[test]
fn kinks_and_jumps_are_said_to_be_so() {
    let slope = |op: &str| {
        format!(
            "func.func @f(%x: f64) -> f64 {{
          %l = functional.lambda (%y: f64) -> f64 {{
            {op}
            functional.return %r : f64
          }}
          %g = functional.grad %l : !functional.fn<(f64) -> f64>
          %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
          return %r : f64
        }}"
        )
    };
    for (op, x) in [
        ("%r = math.absf %y : f64", 0.0),
        ("%r = math.absf %y : f64", 4e-6),
        ("%r = math.floor %y : f64", 3.0),
        ("%r = math.sqrt %y : f64", 0.0),
    ] {
        let error = run::<DoubleDouble>(&slope(op), &[x]).unwrap_err();
        assert_eq!(error.kind, ErrorKind::NotSmooth, "{op} at {x}");
    }
    assert_eq!(float(&slope("%r = math.absf %y : f64"), &[-1.0]), -1.0);
}

#[test]
fn endless_programs_end_at_the_budget() {
    let text = "func.func @f(%x: f64) -> f64 {
      %r = func.call @f(%x) : (f64) -> f64
      return %r : f64
    }";
    let limits = Limits {
        depth: 1000,
        ..Limits::default()
    };
    let result = program(text).call("f", vec![Value::Float(1.0f64)], limits);
    assert_eq!(result.unwrap_err().kind, ErrorKind::Limit);
    let text = "func.func @f(%x: f64) -> f64 {
      cf.br ^again
    ^again:
      cf.br ^again
    }";
    let limits = Limits {
        steps: 1000,
        ..Limits::default()
    };
    let result = program(text).call("f", vec![Value::Float(1.0f64)], limits);
    assert_eq!(result.unwrap_err().kind, ErrorKind::Limit);
}

#[test]
fn what_it_does_not_have_is_an_error_only_when_it_runs() {
    let text = "func.func @f(%x: f64) -> f64 {
      %c = arith.cmpf olt, %x, %x : f64
      scf.if %c {
        %m = memref.alloc() : memref<f64>
      }
      return %x : f64
    }";
    assert_eq!(float(text, &[1.0]), 1.0);
    insta::assert_snapshot!(error(&text.replace("olt", "oeq"), &[1.0]));
}

#[test]
fn stacks_pop_what_was_pushed_and_then_zeros() {
    let text = "func.func @f(%x: f64) -> f64 {
      %s = functional.stack : !functional.stack<f64, i32>
      %i = arith.constant 7 : i32
      %a = functional.push %s, %x, %i : !functional.stack<f64, i32>
      %b, %v, %n = functional.pop %a : !functional.stack<f64, i32>
      %c, %w, %m = functional.pop %b : !functional.stack<f64, i32>
      %k = arith.subi %n, %m : i32
      %y = arith.sitofp %k : i32 to f64
      %t = arith.mulf %v, %y : f64
      %r = arith.addf %t, %w : f64
      return %r : f64
    }";
    assert_eq!(float(text, &[2.0]), 14.0);
}
