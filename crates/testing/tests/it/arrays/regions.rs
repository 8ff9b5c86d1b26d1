//! `map`, `reduce` and `scan`.

use super::check;

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
