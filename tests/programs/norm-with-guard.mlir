// A norm that is guarded at zero, in a loop, as one writes it against NaNs.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.0, 0.0, 3], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.0, 3], "value": [0.0], "gradients": [0.0, 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.0, 3], "value": [0.0], "gradients": [0.0, 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 0.0, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.0, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.3, 0.4, 3], "results": [1.0961697614109072]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.3, 0.4, 3], "value": [1.0961697614109072], "gradients": [3.663542729589056, 3.5988741715222745]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.3, 0.4, 3], "value": [1.0961697614109072], "gradients": [3.663542729589056, 3.5988741715222745]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.3, 0.4, 3], "gradients": [15.365435477745105]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.3, 0.4, 3], "gradients": [15.365435477745105]}

func.func @norm(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %a = arith.mulf %x, %x : f64
  %b = arith.mulf %y, %y : f64
  %s = arith.addf %a, %b : f64
  %p = arith.cmpf ogt, %s, %zero : f64
  %r = math.sqrt %s : f64
  %t = arith.select %p, %r, %zero : f64
  return %t : f64
}
func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (f64, f64) {
    %m = func.call @norm(%a, %b) : (f64, f64) -> f64
    %p = arith.mulf %m, %a : f64
    %q = arith.addf %p, %b : f64
    scf.yield %q, %a : f64, f64
  }
  return %r#0 : f64
}
