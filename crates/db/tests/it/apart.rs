//! Functions that are too big to be inlined: compiled and differentiated apart, with the results of the whole.

use pullback_codegen::{Jit, Scalar, Value};
use pullback_db::{Database, Derivative, Mode, Request};

/// A hundred small steps from `%v0` to `%v100`.
fn steps() -> String {
    let step = |index: usize| {
        format!(
            "  %w{index} = math.sin %v{index} : f64
  %u{index} = arith.mulf %w{index}, %k : f64
  %v{} = arith.addf %v{index}, %u{index} : f64\n",
            index + 1
        )
    };
    (0..100).map(step).collect()
}

/// Big functions that call each other: partly active, with tuples, integers and several results.
fn source() -> String {
    let steps = steps();
    format!(
        "!pair = tuple<f64, f64>
func.func private @inner(%t: tuple<f64, !pair>, %n: i32, %scale: f64) -> (f64, !pair) {{
  %k = arith.constant 0.01 : f64
  %v0 = functional.get %t[0] : tuple<f64, !pair>
  %p = functional.get %t[1] : tuple<f64, !pair>
  %q = functional.get %p[1] : !pair
{steps}  %m = arith.sitofp %n : i32 to f64
  %a = arith.mulf %v100, %q : f64
  %b = arith.mulf %a, %m : f64
  %c = arith.mulf %scale, %v50 : f64
  %u = functional.tuple %b, %c : f64, f64
  return %a, %u : f64, !pair
}}
func.func private @outer(%x: f64, %y: f64, %n: i32) -> f64 {{
  %k = arith.constant 0.02 : f64
  %v0 = arith.mulf %x, %y : f64
{steps}  %p = functional.tuple %k, %v100 : f64, f64
  %t = functional.tuple %v30, %p : f64, !pair
  %r:2 = func.call @inner(%t, %n, %k) : (tuple<f64, !pair>, i32, f64) -> (f64, !pair)
  %s = functional.get %r#1[0] : !pair
  %z = arith.mulf %s, %y : f64
  return %z : f64
}}
func.func @f(%x: f64, %n: i32, %y: f64) -> f64 {{
  %a = func.call @outer(%x, %y, %n) : (f64, f64, i32) -> f64
  %b = func.call @outer(%y, %y, %n) : (f64, f64, i32) -> f64
  %r = arith.subf %a, %b : f64
  return %r : f64
}}
func.func @inside(%x: f64, %n: i32, %y: f64) -> f64 {{
  %f = functional.ref @f : !functional.fn<(f64, i32, f64) -> f64>
  %g = functional.grad %f wrt [0] : !functional.fn<(f64, i32, f64) -> f64>
  %r = functional.apply %g(%x, %n, %y) : !functional.fn<(f64, i32, f64) -> f64>
  return %r : f64
}}
"
    )
}

/// The results at inputs made up from the types.
fn results(db: &Database, request: &Request) -> (Vec<f64>, usize) {
    let image = db.image(request).unwrap_or_else(|found| panic!("{found}"));
    let jit = Jit::new().expect("this machine runs code");
    for object in &image.objects {
        jit.add_object(object).expect("the object is new");
    }
    let function = jit
        .function(&image.entry)
        .expect("the image defines its entry");
    let input = |(index, scalar): (usize, &Scalar)| {
        let value = Value::float(*scalar, 0.7 + 0.3 * index as f64);
        value.unwrap_or_else(|| Value::int(scalar.width(), 3))
    };
    let inputs: Vec<Value> = function
        .entry()
        .args
        .iter()
        .enumerate()
        .map(input)
        .collect();
    let values = function
        .call_values(&inputs)
        .expect("the inputs fit")
        .into_iter();
    let values = values
        .map(|value| value.as_f64().expect("a float"))
        .collect();
    (values, image.objects.len())
}

#[test]
fn what_is_compiled_apart_gives_what_the_whole_gives() {
    let mut db = Database::new();
    let split = db.set_file("split.mlir", source());
    let whole = source();
    let (alias, rest) = whole.split_once('\n').expect("the alias is a line");
    let whole = db.set_file("whole.mlir", format!("{alias}\nmodule {{\n{rest}\n}}\n"));
    let grad = |wrt, mode, order| Derivative::Grad { wrt, mode, order };
    for (entry, derivative, objects) in [
        ("f", Derivative::None, 3),
        ("f", grad(None, Mode::Reverse, 1), 1),
        ("f", grad(None, Mode::Forward, 1), 1),
        ("f", grad(Some(vec![2]), Mode::Reverse, 1), 1),
        ("f", grad(Some(vec![0]), Mode::Reverse, 2), 1),
        ("f", Derivative::Vjp { wrt: None }, 1),
        ("f", Derivative::Jvp { wrt: Some(vec![0]) }, 1),
        ("inner", Derivative::Vjp { wrt: Some(vec![0]) }, 1),
        ("inside", Derivative::None, 1),
        ("inside", grad(Some(vec![2]), Mode::Reverse, 1), 1),
        ("inside", Derivative::Jvp { wrt: None }, 1),
    ] {
        let (apart, count) = results(&db, &Request::new(split, entry, derivative.clone()));
        let (together, _) = results(&db, &Request::new(whole, entry, derivative.clone()));
        assert!(
            count >= objects,
            "{entry} {derivative:?} has {count} objects"
        );
        assert!(
            apart.iter().any(|value| *value != 0.0),
            "{entry} {derivative:?}"
        );
        assert_eq!(apart.len(), together.len());
        for (a, b) in apart.iter().zip(&together) {
            let close = (a - b).abs() <= 1e-10 * b.abs().max(1.0);
            assert!(close, "{entry} {derivative:?}: {apart:?} and {together:?}");
        }
    }
    let events = db.take_events();
    for query in [
        "derivative(outer$rev$11$1)",
        "derivative(inner$rev$1010$",
        "derivative(inner$fwd$1010$111)",
    ] {
        assert!(
            events.iter().any(|event| event.starts_with(query)),
            "{query} among {events:?}"
        );
    }
}

/// Big functions that hand trees to each other.
fn trees() -> String {
    let steps = steps();
    format!(
        "!tree = !functional.data<@tree>
functional.data @tree {{
  leaf
  node(!tree, tuple<f64, i32>, !functional.data<@more>)
}}
functional.data @more {{ more(!tree) }}
func.func private @inner(%t: !tree, %d: tuple<f64, !tree>) -> (tuple<!tree, f64>, f64) {{
  %k = arith.constant 0.01 : f64
  %v0 = functional.get %d[0] : tuple<f64, !tree>
  %u = functional.get %d[1] : tuple<f64, !tree>
{steps}  %n = arith.fptosi %v100 : f64 to i32
  %x = functional.tuple %v50, %n : f64, i32
  %m = functional.construct @more more(%u) : (!tree) -> !functional.data<@more>
  %r = functional.construct @tree node(%t, %x, %m) : (!tree, tuple<f64, i32>, !functional.data<@more>) -> !tree
  %p = functional.tuple %r, %k : !tree, f64
  return %p, %v100 : tuple<!tree, f64>, f64
}}
func.func private @size(%t: !tree) -> i64 {{
  %one = arith.constant 1 : i64
  %r = functional.match %t : !tree -> i64 {{
  case leaf {{
    functional.yield %one : i64
  }}
  case node(%l: !tree, %x: tuple<f64, i32>, %m: !functional.data<@more>) {{
    functional.match %m : !functional.data<@more> {{
    case more(%u: !tree) {{
      functional.yield
    }}
    }}
    %four = arith.constant 4 : i64
    functional.yield %four : i64
  }}
  }}
  return %r : i64
}}
func.func @f(%t: !tree, %x: f64) -> (!tree, i64, f64) {{
  %d = functional.tuple %x, %t : f64, !tree
  %a:2 = func.call @inner(%t, %d) : (!tree, tuple<f64, !tree>) -> (tuple<!tree, f64>, f64)
  %u = functional.get %a#0[0] : tuple<!tree, f64>
  %e = functional.tuple %a#1, %t : f64, !tree
  %b:2 = func.call @inner(%u, %e) : (!tree, tuple<f64, !tree>) -> (tuple<!tree, f64>, f64)
  %v = functional.get %b#0[0] : tuple<!tree, f64>
  %n = func.call @size(%v) : (!tree) -> i64
  return %v, %n, %b#1 : !tree, i64, f64
}}
"
    )
}

#[test]
fn trees_pass_between_what_is_compiled_apart() {
    let mut db = Database::new();
    let source = trees();
    let (alias, rest) = source.split_once('\n').expect("the alias is a line");
    let split = db.set_file("split.mlir", source.as_str());
    let whole = db.set_file("whole.mlir", format!("{alias}\nmodule {{\n{rest}\n}}\n"));
    let call = |file, derivative: &Derivative, seeds: &[Value], objects| {
        let image = db
            .image(&Request::new(file, "f", derivative.clone()))
            .unwrap_or_else(|found| panic!("{found}"));
        assert!(image.objects.len() >= objects, "{derivative:?}");
        let jit = Jit::new().expect("this machine runs code");
        for object in &image.objects {
            jit.add_object(object).expect("the object is new");
        }
        // node(leaf, (1.5, -3), more(leaf))
        let node = [
            Value::Case(1),
            Value::Case(0),
            Value::F64(1.5),
            Value::int(32, -3),
        ];
        let rest = [Value::Case(0), Value::Case(0), Value::F64(0.75)];
        let inputs = [&node[..], &rest, seeds].concat();
        jit.call(&image.entry, &inputs).expect("the inputs fit")
    };
    let vjp = Derivative::Vjp { wrt: None };
    let jvp = Derivative::Jvp { wrt: Some(vec![1]) };
    // A zero for the tree and one for the float; a tangent of the float alone.
    let (seed, one) = ([Value::Case(0), Value::F64(2.0)], [Value::F64(1.0)]);
    for (derivative, seeds, objects) in [
        (Derivative::None, &[][..], 2),
        (vjp, &seed, 1),
        (jvp, &one, 1),
    ] {
        let apart = call(split, &derivative, seeds, objects);
        assert_eq!(apart, call(whole, &derivative, seeds, 1), "{derivative:?}");
        assert!(apart.contains(&Value::i64(4)));
    }
    let events = db.take_events();
    for query in ["derivative(inner$rev$111$", "derivative(inner$fwd$010$111)"] {
        assert!(
            events.iter().any(|event| event.starts_with(query)),
            "{query} among {events:?}"
        );
    }
}
