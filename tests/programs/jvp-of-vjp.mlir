// The pullback of a function inside of the tangent of it.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [-0.7347077376304357]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3], "value": [-0.7347077376304357], "gradients": [-0.33782754351834443, -3.441394176568415]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3], "value": [-0.7347077376304357], "gradients": [-0.33782754351834443, -3.441394176568415]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3], "gradients": [-9.16227245491272]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3], "gradients": [-9.16227245491272]}

func.func @g(%x: f64, %y: f64) -> (f64, f64) {
  %p = arith.mulf %x, %y : f64
  %s = math.sin %p : f64
  %q = arith.divf %x, %y : f64
  return %s, %q : f64, f64
}
func.func @f(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %g = functional.ref @g : !functional.fn<(f64, f64) -> (f64, f64)>
  %v = functional.vjp %g : !functional.fn<(f64, f64) -> (f64, f64)>
  %k = functional.lambda (%a: f64, %b: f64) -> f64 {
    %r0, %r1, %pb = functional.apply %v(%a, %b) : !functional.fn<(f64, f64) -> (f64, f64, !functional.fn<(f64, f64) -> (f64, f64)>)>
    %d0, %d1 = functional.apply %pb(%r1, %two) : !functional.fn<(f64, f64) -> (f64, f64)>
    %s = arith.mulf %d0, %d1 : f64
    functional.return %s : f64
  }
  %jk = functional.jvp %k : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %jk(%x, %y, %y, %one) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  %z = arith.addf %r#0, %r#1 : f64
  return %z : f64
}
