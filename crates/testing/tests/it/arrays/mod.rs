//! The interpreter's arrays, op by op, against values computed by hand.

mod chains;
mod lanes;
mod positions;
mod regions;
mod shapes;
mod structured;
mod upstream;

use pullback_ir::{Context, Module, Registry, register_upstream_passes};
use pullback_pass::run_pipeline;
use pullback_testing::{
    interpret::{Error, Limits, Program, Value},
    number::{DoubleDouble, Number},
};

/// What `@f` gives, and what it gives after these passes.
fn run_and_after<N: Number>(
    text: &str,
    arguments: &[Value<N>],
    pipeline: &str,
) -> [Result<Vec<Value<N>>, Error>; 2] {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    registry.add(pullback_nd::register);
    let context = Context::new(&registry);
    let mut module = Module::parse(&context, text, "input.mlir")
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let limits = Limits {
        differences: true,
        ..Limits::default()
    };
    let before = Program::new(&module).call("f", arguments.to_vec(), limits);
    register_upstream_passes();
    run_pipeline(&mut module, pipeline).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let after = Program::new(&module).call("f", arguments.to_vec(), limits);
    [before, after]
}

fn run<N: Number>(text: &str, arguments: Vec<Value<N>>) -> Result<Vec<Value<N>>, Error> {
    let [results, _] = run_and_after(text, &arguments, "");
    results
}

/// A shape and the elements: `2x3: 1 2 3 4 5 6`; an element alone as such.
fn show<N: Number>(value: &Value<N>) -> String {
    match value {
        Value::Poison => "poison".to_owned(),
        Value::Int(bits) => bits.to_string(),
        Value::Float(x) => x.to_f64().to_string(),
        Value::Array(array) => {
            let shape: Vec<String> = array.shape.iter().map(usize::to_string).collect();
            let elements: Vec<String> = array.elements.iter().map(show).collect();
            format!("{}: {}", shape.join("x"), elements.join(" "))
        }
        _ => "another value".to_owned(),
    }
}

fn text(body: &str, types: &str) -> String {
    let constants = "
      %x = arith.constant dense<[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]> : tensor<2x3xf64>
      %v = arith.constant dense<[3.0, 1.0, 2.0]> : tensor<3xf64>
      %k = arith.constant dense<[2, 0, 3, 0]> : tensor<4xi64>
      %e = arith.constant dense<> : tensor<0x3xf64>
      %zero = arith.constant 0.0 : f64
      %one = arith.constant 1.0 : f64
      %c0 = arith.constant 0 : index
      %c1 = arith.constant 1 : index
      %c2 = arith.constant 2 : index
      %c3 = arith.constant 3 : index";
    format!("func.func @f() -> ({types}) {{{constants}\n{body} : {types}\n}}")
}

/// The body ends with `return %r`; the results follow each other with `; `.
#[track_caller]
fn check(body: &str, types: &str, expected: &str) {
    // What is simpler gives the same; here all operands are constants, so folds are tried.
    let text = text(body, types);
    for results in run_and_after::<f64>(&text, &[], "sccp,canonicalize,cse") {
        let results = results.unwrap_or_else(|error| panic!("{error}"));
        let shown: Vec<String> = results.iter().map(show).collect();
        assert_eq!(shown.join("; "), expected, "{body}");
    }
}

#[track_caller]
fn fails(body: &str, types: &str, expected: &str) {
    let error = run::<f64>(&text(body, types), vec![]).expect_err("it has no value");
    let error = error.to_string();
    assert!(error.contains(expected), "{error}\n{body}");
}

#[test]
fn constants() {
    check("return %x", "tensor<2x3xf64>", "2x3: 1 2 3 4 5 6");
    check("return %e", "tensor<0x3xf64>", "0x3: ");
    check(
        "%r = arith.constant dense<7> : tensor<2x2xi8>\nreturn %r",
        "tensor<2x2xi8>",
        "2x2: 7 7 7 7",
    );
    check(
        "%r = arith.constant dense<[true, false]> : tensor<2xi1>\nreturn %r",
        "tensor<2xi1>",
        "2: 1 0",
    );
    check(
        "%r = arith.constant dense<-1> : tensor<i16>\nreturn %r",
        "tensor<i16>",
        ": 65535",
    );
    check(
        "%r = arith.constant dense<[0.5, 0.25]> : tensor<2xbf16>\nreturn %r",
        "tensor<2xbf16>",
        "2: 0.5 0.25",
    );
}

#[test]
fn scalar_ops_on_each_element() {
    check(
        "%r = arith.mulf %x, %x : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 1 4 9 16 25 36",
    );
    check(
        "%r = math.sqrt %v : tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 1.7320508075688772 1 1.4142135623730951",
    );
    check(
        "%r = arith.negf %e : tensor<0x3xf64>\nreturn %r",
        "tensor<0x3xf64>",
        "0x3: ",
    );
    check(
        "%r, %s = math.sincos %e : tensor<0x3xf64>\nreturn %r, %s",
        "tensor<0x3xf64>, tensor<0x3xf64>",
        "0x3: ; 0x3: ",
    );
    check(
        "%r = arith.sitofp %k : tensor<4xi64> to tensor<4xf32>\nreturn %r",
        "tensor<4xf32>",
        "4: 2 0 3 0",
    );
    check(
        "%r = arith.index_cast %k : tensor<4xi64> to tensor<4xindex>\nreturn %r",
        "tensor<4xindex>",
        "4: 2 0 3 0",
    );
    check(
        "%s = arith.truncf %v : tensor<3xf64> to tensor<3xf16>\n%r = arith.addf %s, %s : tensor<3xf16>\nreturn %r",
        "tensor<3xf16>",
        "3: 6 2 4",
    );
    check(
        "%c = arith.constant dense<[true, false, true]> : tensor<3xi1>
         %w = math.absf %v : tensor<3xf64>
         %n = arith.negf %v : tensor<3xf64>
         %r = arith.select %c, %w, %n : tensor<3xi1>, tensor<3xf64>
         %t = arith.constant true
         %s = arith.select %t, %n, %w : tensor<3xf64>
         %g = arith.cmpf ogt, %n, %r : tensor<3xf64>
         return %r, %s, %g",
        "tensor<3xf64>, tensor<3xf64>, tensor<3xi1>",
        "3: 3 -1 2; 3: -3 -1 -2; 3: 0 0 0",
    );
    fails(
        "%a = nd.iota 0 sizes(%c2) : tensor<?xf64>
         %b = nd.iota 0 sizes(%c3) : tensor<?xf64>
         %r = arith.addf %a, %b : tensor<?xf64>
         return %r",
        "tensor<?xf64>",
        "the shapes [2] and [3] differ",
    );
}

#[test]
fn arrays_go_through_control_flow_and_functions() {
    check(
        "%f = functional.lambda (%a: tensor<3xf64>) -> tensor<3xf64> {
           %b = arith.addf %a, %v : tensor<3xf64>
           functional.return %b : tensor<3xf64>
         }
         %s = scf.for %i = %c0 to %c2 step %c1 iter_args(%t = %v) -> tensor<3xf64> {
           %u = functional.apply %f(%t) : !functional.fn<(tensor<3xf64>) -> tensor<3xf64>>
           scf.yield %u : tensor<3xf64>
         }
         %p = functional.tuple %s, %one : tensor<3xf64>, f64
         %r = functional.get %p[0] : tuple<tensor<3xf64>, f64>
         %z = functional.zero : tensor<2xf32>
         %w = functional.add %r, %v : tensor<3xf64>
         return %r, %z, %w",
        "tensor<3xf64>, tensor<2xf32>, tensor<3xf64>",
        "3: 9 3 6; 2: 0 0; 3: 12 4 8",
    );
}

#[test]
fn derivatives_by_differences() {
    let text = "func.func @f(%x: tensor<?xf64>) -> (tensor<?xf64>, f64, tensor<?xf64>, tensor<?xf64>) {
        %f = functional.lambda (%y: tensor<?xf64>) -> f64 {
          %q = arith.mulf %y, %y : tensor<?xf64>
          %s = nd.contract \"i,i->\" %q, %y : (tensor<?xf64>, tensor<?xf64>) -> f64
          functional.return %s : f64
        }
        %g = functional.lambda (%y: tensor<?xf64>) -> tensor<?xf64> {
          %r = nd.reverse %y [0] : tensor<?xf64>
          %q = arith.mulf %r, %y : tensor<?xf64>
          functional.return %q : tensor<?xf64>
        }
        %df = functional.grad %f : !functional.fn<(tensor<?xf64>) -> f64>
        %d = functional.apply %df(%x) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
        %jf = functional.jvp %f : !functional.fn<(tensor<?xf64>) -> f64>
        %p, %t = functional.apply %jf(%x, %x) : !functional.fn<(tensor<?xf64>, tensor<?xf64>) -> (f64, f64)>
        %vg = functional.vjp %g : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
        %v, %back = functional.apply %vg(%x) : !functional.fn<(tensor<?xf64>) -> (tensor<?xf64>, !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>)>
        %c = functional.apply %back(%x) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
        return %d, %t, %v, %c : tensor<?xf64>, f64, tensor<?xf64>, tensor<?xf64>
      }";
    let x = Value::array(
        vec![2],
        [2.0, 3.0]
            .map(|x| Value::Float(DoubleDouble::from(x)))
            .into(),
    );
    let results = run::<DoubleDouble>(text, vec![x]).unwrap_or_else(|error| panic!("{error}"));
    let close = |value: &Value<DoubleDouble>, expected: &[f64]| {
        let array = value.as_array();
        let found: Vec<f64> = match array {
            Some(array) => array
                .elements
                .iter()
                .filter_map(Value::as_float)
                .map(Number::to_f64)
                .collect(),
            None => value.as_float().map(Number::to_f64).into_iter().collect(),
        };
        let all = found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-10);
        assert!(
            all && found.len() == expected.len(),
            "{found:?} {expected:?}"
        );
    };
    // y ↦ Σ y³ and y ↦ (y₀ y₁, y₁ y₀).
    close(&results[0], &[12.0, 27.0]);
    close(&results[1], &[3.0 * (8.0 + 27.0)]);
    close(&results[2], &[6.0, 6.0]);
    close(&results[3], &[15.0, 10.0]);
}
