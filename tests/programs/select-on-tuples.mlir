// A select between tuples, then between tuples of tuples in a loop.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3, 3], "results": [0.9099999999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3, 3], "value": [0.9099999999999999], "gradients": [1.3, 0.7]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3, 3], "value": [0.9099999999999999], "gradients": [1.3, 0.7]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.9, 0.2, 4], "results": [0.07549434570212327]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.9, 0.2, 4], "value": [0.07549434570212327], "gradients": [0.03973386615901225, 0.7498970280902881]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.9, 0.2, 4], "value": [0.07549434570212327], "gradients": [0.03973386615901225, 0.7498970280902881]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.9, 0.2, 4], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.9, 0.2, 4], "gradients": [0.0]}

func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %p = functional.tuple %x, %y : f64, f64
  %q = functional.tuple %y, %x : f64, f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%t = %p) -> tuple<f64, f64> {
    %a = functional.get %t[0] : tuple<f64, f64>
    %b = functional.get %t[1] : tuple<f64, f64>
    %s = math.sin %a : f64
    %m = arith.mulf %s, %b : f64
    %u = functional.tuple %m, %a : f64, f64
    %less = arith.cmpf olt, %a, %b : f64
    %v = arith.select %less, %u, %q : tuple<f64, f64>
    scf.yield %v : tuple<f64, f64>
  }
  %a = functional.get %r[0] : tuple<f64, f64>
  %b = functional.get %r[1] : tuple<f64, f64>
  %z = arith.mulf %a, %b : f64
  return %z : f64
}
