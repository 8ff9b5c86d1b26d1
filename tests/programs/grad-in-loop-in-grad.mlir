// A gradient in a loop in a function whose gradient is taken in a loop.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 0.3, 3], "results": [0.7208629066388273]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 0.3, 3], "value": [0.7208629066388273], "gradients": [1.0094459483284075, -0.28986594855189973]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 0.3, 3], "value": [0.7208629066388273], "gradients": [1.0094459483284075, -0.28986594855189973]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 0.3, 3], "gradients": [0.04045628322269667]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 0.3, 3], "gradients": [0.04045628322269667]}

func.func @g(%x: f64, %y: f64) -> f64 {
  %a = arith.mulf %x, %x : f64
  %b = arith.mulf %a, %y : f64
  %c = math.sin %b : f64
  return %c : f64
}
func.func @h(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %g = functional.ref @g : !functional.fn<(f64, f64) -> f64>
  %dg = functional.grad %g wrt [0] : !functional.fn<(f64, f64) -> f64>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%z = %x) -> f64 {
    %d = functional.apply %dg(%z, %y) : !functional.fn<(f64, f64) -> f64>
    %w = arith.subf %z, %d : f64
    scf.yield %w : f64
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %tenth = arith.constant 0.1 : f64
  %h = functional.ref @h : !functional.fn<(f64, f64, index) -> f64>
  %dh = functional.grad %h wrt [0] : !functional.fn<(f64, f64, index) -> f64>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%z = %x) -> f64 {
    %d = functional.apply %dh(%z, %y, %n) : !functional.fn<(f64, f64, index) -> f64>
    %t = arith.mulf %d, %tenth : f64
    %w = arith.addf %z, %t : f64
    scf.yield %w : f64
  }
  return %r : f64
}
