//! Values that are used under a mask only, on tapes of functions.

use crate::{common::Program, large::Large};

#[test]
fn a_masked_root_in_a_function_that_is_not_inlined_has_a_second_derivative_at_zero() {
    let (code, result) = Large::new(150).code("v", ["%q", "%x"]);
    let text = format!(
        "func.func private @h(%x: f64) -> f64 {{
           %zero = arith.constant 0.0 : f64
           %positive = arith.cmpf ogt, %x, %zero : f64
           %root = math.sqrt %x : f64
           %q = arith.select %positive, %root, %zero : f64
         {code}
           return {result} : f64
         }}
         func.func private @f(%x: f64) -> f64 {{
           %a = func.call @h(%x) : (f64) -> f64
           %s = math.sin %x : f64
           %b = func.call @h(%s) : (f64) -> f64
           %r = arith.addf %a, %b : f64
           return %r : f64
         }}
         func.func @reverse(%x: f64) -> f64 {{
           %f = functional.ref @f : !functional.fn<(f64) -> f64>
           %d = functional.grad %f : !functional.fn<(f64) -> f64>
           %e = functional.grad %d : !functional.fn<(f64) -> f64>
           %r = functional.apply %e(%x) : !functional.fn<(f64) -> f64>
           return %r : f64
         }}
         func.func @forward(%x: f64) -> f64 {{
           %f = functional.ref @f : !functional.fn<(f64) -> f64>
           %d = functional.grad %f : !functional.fn<(f64) -> f64>
           %e = functional.jvp %d : !functional.fn<(f64) -> f64>
           %one = arith.constant 1.0 : f64
           %r:2 = functional.apply %e(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
           return %r#1 : f64
         }}"
    );
    let program = Program::new(&text, &["reverse", "forward"]);
    for x in [0.0, 0.3] {
        let [reverse, forward] = ["reverse", "forward"].map(|entry| program.call(entry, &[x])[0]);
        assert!(
            (reverse - forward).abs() <= 1e-9 * forward.abs(),
            "{reverse} {forward}"
        );
    }
}
