//! The interpreter's arrays, op by op, against values computed by hand.

use pullback_ir::{Context, Module, Registry};
use pullback_testing::{
    interpret::{Error, Limits, Program, Value},
    number::{DoubleDouble, Number},
};

fn run<N: Number>(text: &str, arguments: Vec<Value<N>>) -> Result<Vec<Value<N>>, Error> {
    let registry = Registry::upstream();
    registry.add(pullback_functional::register);
    registry.add(pullback_nd::register);
    let context = Context::new(&registry);
    let module = Module::parse(&context, text, "input.mlir")
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let limits = Limits {
        differences: true,
        ..Limits::default()
    };
    Program::new(&module).call("f", arguments, limits)
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
    let results = run::<f64>(&text(body, types), vec![]).unwrap_or_else(|error| panic!("{error}"));
    let shown: Vec<String> = results.iter().map(show).collect();
    assert_eq!(shown.join("; "), expected, "{body}");
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
fn map() {
    check(
        "%k2 = arith.constant dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi32>
         %r, %s = nd.map (%a in %x : tensor<2x3xf64>, %b in %k2 : tensor<2x3xi32>) -> (tensor<2x3xf64>, tensor<2x3xindex>) {
           %i = nd.index 0
           %j = nd.index 1
           %c = arith.sitofp %b : i32 to f64
           %d = arith.mulf %a, %c : f64
           %i3 = arith.muli %i, %c3 : index
           %n = arith.addi %i3, %j : index
           nd.yield %d, %n : f64, index
         }
         return %r, %s",
        "tensor<2x3xf64>, tensor<2x3xindex>",
        "2x3: 1 4 9 16 25 36; 2x3: 0 1 2 3 4 5",
    );
    check(
        "%r = nd.map () sizes(%c2) -> tensor<?x2xindex> {
           %i = nd.index 0
           %w = nd.map () -> tensor<3xindex> {
             %j = nd.index 0
             %m = arith.muli %i, %j : index
             nd.yield %m : index
           }
           %s = nd.sum %w [0] : tensor<3xindex> to index
           nd.yield %s : index
         }
         return %r",
        "tensor<?x2xindex>",
        "2x2: 0 0 3 3",
    );
    check(
        "%r = nd.map (%a in %e : tensor<0x3xf64>) -> tensor<0x3xf64> { nd.yield %a : f64 }\nreturn %r",
        "tensor<0x3xf64>",
        "0x3: ",
    );
    check(
        "%s = arith.constant dense<2.0> : tensor<f64>
         %r = nd.map (%a in %s : tensor<f64>) -> tensor<f64> { %b = arith.addf %a, %one : f64 nd.yield %b : f64 }
         return %r",
        "tensor<f64>",
        ": 3",
    );
}

#[test]
fn a_map_calls_functions_and_runs_loops() {
    check(
        "%f = functional.lambda (%a: f64) -> f64 { %b = arith.mulf %a, %a : f64 functional.return %b : f64 }
         %r = nd.map (%a in %v : tensor<3xf64>) -> tensor<3xf64> {
           %i = nd.index 0
           %s = scf.for %j = %c0 to %i step %c1 iter_args(%t = %a) -> f64 {
             %u = functional.apply %f(%t) : !functional.fn<(f64) -> f64>
             scf.yield %u : f64
           }
           %w = nd.reduce (%b in %v : tensor<3xf64>) from (%t = %s : f64) along [0] -> f64 {
             %g = nd.index 0
             %l = arith.index_cast %g : index to i64
             %m = arith.sitofp %l : i64 to f64
             %n = arith.addf %t, %m : f64
             nd.yield %n : f64
           }
           nd.yield %w : f64
         }
         return %r",
        "tensor<3xf64>",
        "3: 3 4 22",
    );
}

#[test]
fn reduce() {
    // The order is that of the positions: digits tell it.
    let digits = |dimensions: &str, ty: &str| {
        format!(
            "%ten = arith.constant 10.0 : f64
             %r = nd.reduce (%a in %x : tensor<2x3xf64>) from (%p = %zero : f64) along {dimensions} -> {ty} {{
               %m = arith.mulf %p, %ten : f64
               %q = arith.addf %m, %a : f64
               nd.yield %q : f64
             }}
             return %r"
        )
    };
    check(
        &digits("[0]", "tensor<3xf64>"),
        "tensor<3xf64>",
        "3: 14 25 36",
    );
    check(
        &digits("[1]", "tensor<2xf64>"),
        "tensor<2xf64>",
        "2: 123 456",
    );
    check(&digits("[0, 1]", "f64"), "f64", "123456");
    check(
        &digits("[]", "tensor<2x3xf64>"),
        "tensor<2x3xf64>",
        "2x3: 1 2 3 4 5 6",
    );
    check(
        "%r = nd.reduce (%a in %e : tensor<0x3xf64>) from (%p = %one : f64) along [0] -> tensor<3xf64> { nd.yield %a : f64 }
         return %r",
        "tensor<3xf64>",
        "3: 1 1 1",
    );
    check(
        "%i = nd.iota 0 : tensor<3xindex>
         %m, %at = nd.reduce (%a in %v : tensor<3xf64>, %b in %i : tensor<3xindex>)
             from (%p = %one : f64, %q = %c0 : index) along [0] -> (f64, tensor<index>) {
           %c = arith.cmpf ogt, %a, %p : f64
           %s = arith.select %c, %a, %p : f64
           %t = arith.select %c, %b, %q : index
           nd.yield %s, %t : f64, index
         }
         return %m, %at",
        "f64, tensor<index>",
        "3; : 0",
    );
}

#[test]
fn scan() {
    let sums = |how: &str| {
        format!(
            "%r = nd.scan (%a in %x : tensor<2x3xf64>) from (%p = %one : f64) along {how} -> tensor<2x3xf64> {{
               %q = arith.addf %p, %a : f64
               nd.yield %q : f64
             }}
             return %r"
        )
    };
    check(&sums("1"), "tensor<2x3xf64>", "2x3: 2 4 7 5 10 16");
    check(&sums("0"), "tensor<2x3xf64>", "2x3: 2 3 4 6 8 10");
    check(&sums("1 exclusive"), "tensor<2x3xf64>", "2x3: 1 2 4 1 5 10");
    check(&sums("1 reverse"), "tensor<2x3xf64>", "2x3: 7 6 4 16 12 7");
    check(
        &sums("1 exclusive reverse"),
        "tensor<2x3xf64>",
        "2x3: 6 4 1 12 7 1",
    );
    check(
        "%r = nd.scan (%a in %e : tensor<0x3xf64>) from (%p = %one : f64) along 0 -> tensor<0x3xf64> { nd.yield %a : f64 }
         return %r",
        "tensor<0x3xf64>",
        "0x3: ",
    );
}

#[test]
fn shapes() {
    check(
        "%r = nd.broadcast %v [1] : tensor<3xf64> to tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 3 1 2 3 1 2",
    );
    check(
        "%r = nd.broadcast %v [0] sizes(%c2) : tensor<3xf64> to tensor<3x?xf64>\nreturn %r",
        "tensor<3x?xf64>",
        "3x2: 3 3 1 1 2 2",
    );
    check(
        "%s = nd.reshape %v : tensor<3xf64> to tensor<3x1xf64>
         %r = nd.broadcast %s [0, 1] : tensor<3x1xf64> to tensor<3x2xf64>
         return %r",
        "tensor<3x2xf64>",
        "3x2: 3 3 1 1 2 2",
    );
    check(
        "%r = nd.broadcast %one [] : f64 to tensor<2x0xf64>\nreturn %r",
        "tensor<2x0xf64>",
        "2x0: ",
    );
    check(
        "%r = nd.sum %x [0] : tensor<2x3xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 5 7 9",
    );
    check(
        "%r = nd.sum %x [1] : tensor<2x3xf64> to tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 6 15",
    );
    check(
        "%r = nd.sum %x [0, 1] : tensor<2x3xf64> to f64\nreturn %r",
        "f64",
        "21",
    );
    check(
        "%r = nd.sum %e [0] : tensor<0x3xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 0 0 0",
    );
    check(
        "%a = arith.constant dense<100> : tensor<3xi8>\n%r = nd.sum %a [0] : tensor<3xi8> to i8\nreturn %r",
        "i8",
        "44",
    );
    check(
        "%r = nd.transpose %x [1, 0] : tensor<2x3xf64> to tensor<3x2xf64>\nreturn %r",
        "tensor<3x2xf64>",
        "3x2: 1 4 2 5 3 6",
    );
    check(
        "%a = nd.iota 2 : tensor<1x2x3xindex>
         %b = nd.iota 1 : tensor<1x2x3xindex>
         %c = arith.muli %b, %c3t : tensor<1x2x3xindex>
         %d = arith.addi %a, %c : tensor<1x2x3xindex>
         %r = nd.transpose %d [2, 0, 1] : tensor<1x2x3xindex> to tensor<3x1x2xindex>
         return %r"
            .replace("%c3t", "%three")
            .replace(
                "%a = nd",
                "%three = arith.constant dense<3> : tensor<1x2x3xindex>\n%a = nd",
            )
            .as_str(),
        "tensor<3x1x2xindex>",
        "3x1x2: 0 3 1 4 2 5",
    );
    check(
        "%r = nd.reshape %x : tensor<2x3xf64> to tensor<3x2xf64>\nreturn %r",
        "tensor<3x2xf64>",
        "3x2: 1 2 3 4 5 6",
    );
    check(
        "%r = nd.reshape %x sizes(%c1) : tensor<2x3xf64> to tensor<?x6xf64>\nreturn %r",
        "tensor<?x6xf64>",
        "1x6: 1 2 3 4 5 6",
    );
    check(
        "%r = nd.reshape %one : f64 to tensor<1x1xf64>\nreturn %r",
        "tensor<1x1xf64>",
        "1x1: 1",
    );
    check(
        "%r = nd.reverse %x [1] : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 3 2 1 6 5 4",
    );
    check(
        "%r = nd.reverse %x [0, 1] : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 6 5 4 3 2 1",
    );
    fails(
        "%s = nd.iota 0 sizes(%c2) : tensor<?xf64>
         %r = nd.broadcast %s [0] : tensor<?xf64> to tensor<3xf64>
         return %r",
        "tensor<3xf64>",
        "shape [2] cannot be repeated to [3]",
    );
    fails(
        "%s = nd.iota 0 sizes(%c1) : tensor<?xf64>
         %r = nd.broadcast %s [0] : tensor<?xf64> to tensor<3xf64>
         return %r",
        "tensor<3xf64>",
        "shape [1] cannot be repeated to [3]",
    );
    fails(
        "%r = nd.reshape %x sizes(%c2) : tensor<2x3xf64> to tensor<?x6xf64>\nreturn %r",
        "tensor<?x6xf64>",
        "has not as many elements",
    );
    fails(
        "%n = arith.constant -1 : index
         %r = nd.iota 0 sizes(%n) : tensor<?xf64>
         return %r",
        "tensor<?xf64>",
        "the size -1 is negative",
    );
    fails(
        "%n = arith.constant 100000000000 : index
         %r = nd.iota 0 sizes(%n, %n) : tensor<?x?xf64>
         return %r",
        "tensor<?x?xf64>",
        "has more than",
    );
}

#[test]
fn windows() {
    let list = "%l = arith.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]> : tensor<6xf64>\n";
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [3] : tensor<6xf64> to tensor<4x3xf64>\nreturn %r"
        ),
        "tensor<4x3xf64>",
        "4x3: 1 2 3 2 3 4 3 4 5 4 5 6",
    );
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [2] stride [3] : tensor<6xf64> to tensor<2x2xf64>\nreturn %r"
        ),
        "tensor<2x2xf64>",
        "2x2: 1 2 4 5",
    );
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [3] dilation [2] : tensor<6xf64> to tensor<2x3xf64>\nreturn %r"
        ),
        "tensor<2x3xf64>",
        "2x3: 1 3 5 2 4 6",
    );
    check(
        &format!(
            "{list}%r = nd.unfold %l [0] window [7] : tensor<6xf64> to tensor<0x7xf64>\nreturn %r"
        ),
        "tensor<0x7xf64>",
        "0x7: ",
    );
    check(
        "%r = nd.unfold %x [0, 1] window [2, 2] : tensor<2x3xf64> to tensor<1x2x2x2xf64>\nreturn %r",
        "tensor<1x2x2x2xf64>",
        "1x2x2x2: 1 2 4 5 2 3 5 6",
    );
    check(
        "%r = nd.unfold %x [1] window [2] : tensor<2x3xf64> to tensor<2x2x2xf64>\nreturn %r",
        "tensor<2x2x2xf64>",
        "2x2x2: 1 2 2 3 4 5 5 6",
    );
    check(
        "%r = nd.fold %x [0] window [3] : tensor<2x3xf64> to tensor<4xf64>\nreturn %r",
        "tensor<4xf64>",
        "4: 1 6 8 6",
    );
    check(
        "%r = nd.fold %x [0] window [3] stride [2] : tensor<2x3xf64> to tensor<6xf64>\nreturn %r",
        "tensor<6xf64>",
        "6: 1 2 7 5 6 0",
    );
    check(
        "%n = arith.constant 4 : index\n%r = nd.fold %x [0] window [3] sizes(%n) : tensor<2x3xf64> to tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "4: 1 6 8 6",
    );
    fails(
        "%r = nd.fold %x [0] window [3] sizes(%c3) : tensor<2x3xf64> to tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "the windows of shape [3] are [1, 3], not [2, 3]",
    );
}

#[test]
fn contractions() {
    check(
        "%r = nd.contract \"ij,j->i\" %x, %v : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 11 29",
    );
    check(
        "%r = nd.contract \"ij,kj->ik\" %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<2x2xf64>\nreturn %r",
        "tensor<2x2xf64>",
        "2x2: 14 32 32 77",
    );
    check(
        "%r = nd.contract \"ij,ij->j\" %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 17 29 45",
    );
    check(
        "%r = nd.contract \"ij,k->kji\" %x, %v : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<3x3x2xf64>\nreturn %r",
        "tensor<3x3x2xf64>",
        "3x3x2: 3 12 6 15 9 18 1 4 2 5 3 6 2 8 4 10 6 12",
    );
    check(
        "%r = nd.contract \"i,i->\" %v, %v : (tensor<3xf64>, tensor<3xf64>) -> f64\nreturn %r",
        "f64",
        "14",
    );
    check(
        "%r = nd.contract \"i,j->\" %v, %v : (tensor<3xf64>, tensor<3xf64>) -> tensor<f64>\nreturn %r",
        "tensor<f64>",
        ": 36",
    );
    check(
        "%r = nd.contract \",i->i\" %one, %v : (f64, tensor<3xf64>) -> tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 3 1 2",
    );
    check(
        "%r = nd.contract \"ij,ik->jk\" %e, %e : (tensor<0x3xf64>, tensor<0x3xf64>) -> tensor<3x3xf64>\nreturn %r",
        "tensor<3x3xf64>",
        "3x3: 0 0 0 0 0 0 0 0 0",
    );
    fails(
        "%a = nd.iota 0 sizes(%c2) : tensor<?xf64>
         %r = nd.contract \"i,i->\" %a, %v : (tensor<?xf64>, tensor<3xf64>) -> f64
         return %r",
        "f64",
        "'i' is 3 in shapes [2] and [3]",
    );
}

#[test]
fn positions_as_data() {
    check(
        "%r = nd.iota 1 : tensor<2x3xf32>\nreturn %r",
        "tensor<2x3xf32>",
        "2x3: 0 1 2 0 1 2",
    );
    check(
        "%r = nd.iota 0 sizes(%c2) : tensor<?x2xi8>\nreturn %r",
        "tensor<?x2xi8>",
        "2x2: 0 0 1 1",
    );
    check(
        "%r = nd.one_hot %k : tensor<4xi64> to tensor<4x3xf64>\nreturn %r",
        "tensor<4x3xf64>",
        "4x3: 0 0 1 1 0 0 0 0 0 1 0 0",
    );
    check(
        "%n = arith.constant -1 : i8\n%r = nd.one_hot %n : i8 to tensor<2xi1>\nreturn %r",
        "tensor<2xi1>",
        "2: 0 0",
    );
    check(
        "%t = arith.constant true\n%r = nd.one_hot %t sizes(%c2) : i1 to tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "2: 0 1",
    );
    check(
        "%r = nd.argmax %x 0 : tensor<2x3xf64> to tensor<3xindex>\nreturn %r",
        "tensor<3xindex>",
        "3: 1 1 1",
    );
    check(
        "%r = nd.argmin %v 0 : tensor<3xf64> to i32\nreturn %r",
        "i32",
        "1",
    );
    check(
        "%r = nd.argmin %k 0 : tensor<4xi64> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%a = arith.constant dense<[-1, 1]> : tensor<2xi8>\n%r = nd.argmax %a 0 : tensor<2xi8> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%a = arith.constant dense<[1.0, 0x7FF8000000000000, 5.0, 0x7FF8000000000000]> : tensor<4xf64>\n%r = nd.argmin %a 0 : tensor<4xf64> to index\nreturn %r",
        "index",
        "1",
    );
    check(
        "%r = nd.argmax %e 0 : tensor<0x3xf64> to tensor<3xindex>\nreturn %r",
        "tensor<3xindex>",
        "3: 0 0 0",
    );
}

#[test]
fn gather_and_scatter() {
    check(
        "%r = nd.gather %v[%k] along [0] : tensor<3xf64>[tensor<4xi64>] to tensor<4xf64>\nreturn %r",
        "tensor<4xf64>",
        "4: 2 3 0 3",
    );
    check(
        "%r = nd.gather %x[%k] along [1] : tensor<2x3xf64>[tensor<4xi64>] to tensor<4x2xf64>\nreturn %r",
        "tensor<4x2xf64>",
        "4x2: 3 6 1 4 0 0 1 4",
    );
    check(
        "%r = nd.gather %x[%c1] along [0] : tensor<2x3xf64>[index] to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 4 5 6",
    );
    check(
        "%r = nd.gather %x[%c1, %c2] along [0, 1] : tensor<2x3xf64>[index, index] to f64\nreturn %r",
        "f64",
        "6",
    );
    check(
        "%n = arith.constant -1 : index\n%r = nd.gather %x[%n, %c2] along [0, 1] : tensor<2x3xf64>[index, index] to f64\nreturn %r",
        "f64",
        "0",
    );
    check(
        "%i = arith.constant dense<[0, 1, 1]> : tensor<3xindex>
         %j = arith.constant dense<[2, 0, 1]> : tensor<3xi8>
         %r = nd.gather %x[%i, %j] along [0, 1] : tensor<2x3xf64>[tensor<3xindex>, tensor<3xi8>] to tensor<3xf64>
         return %r",
        "tensor<3xf64>",
        "3: 3 4 5",
    );
    let updates = "%u = arith.constant dense<[10.0, 20.0, 30.0, 0.5]> : tensor<4xf64>\n";
    for (combine, expected) in [
        ("add", "3: 23.5 1 12"),
        ("set", "3: 0.5 1 10"),
        ("min", "3: 0.5 1 2"),
        ("max", "3: 20 1 10"),
    ] {
        check(
            &format!(
                "{updates}%r = nd.scatter {combine} %u into %v[%k] along [0] : tensor<4xf64> into tensor<3xf64>[tensor<4xi64>]\nreturn %r"
            ),
            "tensor<3xf64>",
            expected,
        );
    }
    check(
        "%n = arith.constant 0x7FF8000000000000 : f64
         %r = nd.scatter min %n into %v[%c1] along [0] : f64 into tensor<3xf64>[index]
         return %r",
        "tensor<3xf64>",
        "3: 3 NaN 2",
    );
    check(
        "%u = arith.constant dense<[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0], [7.0, 8.0]]> : tensor<4x2xf64>
         %r = nd.scatter add %u into %x[%k] along [1] : tensor<4x2xf64> into tensor<2x3xf64>[tensor<4xi64>]
         return %r",
        "tensor<2x3xf64>",
        "2x3: 11 2 4 16 5 8",
    );
}

#[test]
fn sort() {
    check(
        "%r = nd.sort %v along 0 : tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 1 2 3",
    );
    check(
        "%i = nd.iota 0 : tensor<4xindex>
         %r, %s = nd.sort %k, %i along 0 : tensor<4xi64>, tensor<4xindex>
         %t, %u = nd.sort %k, %i along 0 descending : tensor<4xi64>, tensor<4xindex>
         return %r, %s, %t, %u",
        "tensor<4xi64>, tensor<4xindex>, tensor<4xi64>, tensor<4xindex>",
        "4: 0 0 2 3; 4: 1 3 0 2; 4: 3 2 0 0; 4: 2 0 1 3",
    );
    check(
        "%a = arith.constant dense<[[5.0, 0x7FF8000000000000], [-1.0, 2.0], [3.0, 1.0]]> : tensor<3x2xf64>
         %r = nd.sort %a along 0 : tensor<3x2xf64>
         %s = nd.sort %a along 0 descending : tensor<3x2xf64>
         return %r, %s",
        "tensor<3x2xf64>, tensor<3x2xf64>",
        "3x2: -1 1 3 2 5 NaN; 3x2: 5 2 3 1 -1 NaN",
    );
}

#[test]
fn elements_and_slices() {
    check(
        "%r = tensor.extract %x[%c1, %c2] : tensor<2x3xf64>\nreturn %r",
        "f64",
        "6",
    );
    check(
        "%r = tensor.insert %zero into %x[%c0, %c1] : tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 1 0 3 4 5 6",
    );
    check(
        "%r = tensor.from_elements %one, %zero : tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 1 0",
    );
    check(
        "%r = tensor.splat %one[%c2] : tensor<?x2xf64>\nreturn %r",
        "tensor<?x2xf64>",
        "2x2: 1 1 1 1",
    );
    check(
        "%r = tensor.empty(%c2) : tensor<?xf64>\nreturn %r",
        "tensor<?xf64>",
        "2: poison poison",
    );
    check(
        "%r = tensor.dim %x, %c1 : tensor<2x3xf64>\nreturn %r",
        "index",
        "3",
    );
    check(
        "%r = tensor.rank %x : tensor<2x3xf64>\nreturn %r",
        "index",
        "2",
    );
    check(
        "%r = tensor.cast %x : tensor<2x3xf64> to tensor<?x3xf64>\nreturn %r",
        "tensor<?x3xf64>",
        "2x3: 1 2 3 4 5 6",
    );
    check(
        "%r = tensor.extract_slice %x[0, 1] [2, 2] [1, 1] : tensor<2x3xf64> to tensor<2x2xf64>\nreturn %r",
        "tensor<2x2xf64>",
        "2x2: 2 3 5 6",
    );
    check(
        "%r = tensor.extract_slice %x[%c1, 0] [1, %c2] [1, 2] : tensor<2x3xf64> to tensor<1x?xf64>\nreturn %r",
        "tensor<1x?xf64>",
        "1x2: 4 6",
    );
    check(
        "%r = tensor.extract_slice %x[1, 0] [1, 3] [1, 1] : tensor<2x3xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "3: 4 5 6",
    );
    check(
        "%r = tensor.extract_slice %x[0, 2] [2, 1] [1, 1] : tensor<2x3xf64> to tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "2: 3 6",
    );
    check(
        "%r = tensor.extract_slice %x[1, 0] [1, 1] [1, 1] : tensor<2x3xf64> to tensor<f64>\nreturn %r",
        "tensor<f64>",
        ": 4",
    );
    check(
        "%r = tensor.insert_slice %v into %x[1, 0] [1, 3] [1, 1] : tensor<3xf64> into tensor<2x3xf64>\nreturn %r",
        "tensor<2x3xf64>",
        "2x3: 1 2 3 3 1 2",
    );
    check(
        "%s = arith.constant dense<9.0> : tensor<1x2xf64>
         %r = tensor.insert_slice %s into %x[0, 0] [1, 2] [1, 2] : tensor<1x2xf64> into tensor<2x3xf64>
         return %r",
        "tensor<2x3xf64>",
        "2x3: 9 2 9 4 5 6",
    );
    check(
        "%r = tensor.concat dim(0) %x, %e, %x : (tensor<2x3xf64>, tensor<0x3xf64>, tensor<2x3xf64>) -> tensor<4x3xf64>\nreturn %r",
        "tensor<4x3xf64>",
        "4x3: 1 2 3 4 5 6 1 2 3 4 5 6",
    );
    check(
        "%r = tensor.concat dim(1) %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<2x6xf64>\nreturn %r",
        "tensor<2x6xf64>",
        "2x6: 1 2 3 1 2 3 4 5 6 4 5 6",
    );
    check(
        "%r = tensor.pad %v low[1] high[%c2] { ^bb0(%i: index): tensor.yield %zero : f64 } : tensor<3xf64> to tensor<?xf64>
         return %r",
        "tensor<?xf64>",
        "6: 0 3 1 2 0 0",
    );
    check(
        "%r = tensor.generate %c2 { ^bb0(%i: index, %j: index): %s = arith.addi %i, %j : index tensor.yield %s : index } : tensor<?x3xindex>
         return %r",
        "tensor<?x3xindex>",
        "2x3: 0 1 2 1 2 3",
    );
    check(
        "%r = tensor.collapse_shape %x [[0, 1]] : tensor<2x3xf64> into tensor<6xf64>\nreturn %r",
        "tensor<6xf64>",
        "6: 1 2 3 4 5 6",
    );
    check(
        "%r = tensor.expand_shape %v [[0, 1]] output_shape [3, 1] : tensor<3xf64> into tensor<3x1xf64>\nreturn %r",
        "tensor<3x1xf64>",
        "3x1: 3 1 2",
    );
    check(
        "%s = arith.constant dense<[3, 2]> : tensor<2xindex>\n%r = tensor.reshape %x(%s) : (tensor<2x3xf64>, tensor<2xindex>) -> tensor<?x2xf64>\nreturn %r",
        "tensor<?x2xf64>",
        "3x2: 1 2 3 4 5 6",
    );
    fails(
        "%r = tensor.extract %x[%c2, %c0] : tensor<2x3xf64>\nreturn %r",
        "f64",
        "position 2 is outside of shape [2, 3]",
    );
    fails(
        "%r = tensor.extract_slice %v[%c2] [2] [1] : tensor<3xf64> to tensor<2xf64>\nreturn %r",
        "tensor<2xf64>",
        "is not inside of dimension 0 of shape [3]",
    );
    fails(
        "%s = nd.iota 0 sizes(%c2) : tensor<?xf64>\n%r = tensor.cast %s : tensor<?xf64> to tensor<3xf64>\nreturn %r",
        "tensor<3xf64>",
        "the shape is [2], and the type says [Some(3)]",
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
