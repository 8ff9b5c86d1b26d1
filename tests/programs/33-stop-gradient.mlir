// What is stopped is a constant to every derivative, of any order and mode; its value stays.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.0], "results": [27.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [3.0], "value": [27.0], "gradients": [9.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [3.0], "value": [27.0], "gradients": [9.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [3.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [3.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "g", "command": "grad", "mode": "reverse", "inputs": [3.0], "value": [9.0], "gradients": [3.0]}
// CHECK-CALL: {"entry": "g", "command": "grad", "mode": "reverse", "order": 2, "inputs": [3.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "tuple", "command": "grad", "mode": "reverse", "inputs": [3.0, 4.0], "value": [12.0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "tuple", "command": "grad", "mode": "forward", "inputs": [3.0, 4.0], "value": [12.0], "gradients": [0.0, 0.0]}

// stop(x * x) * x: the derivative is stop(x * x), and that of this is zero.
func.func @f(%x: f64) -> f64 {
  %c = func.call @stopped(%x) : (f64) -> f64
  %r = arith.mulf %c, %x : f64
  return %r : f64
}

func.func @stopped(%x: f64) -> f64 {
  %s = arith.mulf %x, %x : f64
  %c = functional.stop_gradient %s : f64
  return %c : f64
}

// x * stop(x): the derivative is stop(x).
func.func @g(%x: f64) -> f64 {
  %c = functional.stop_gradient %x : f64
  %r = arith.mulf %c, %x : f64
  return %r : f64
}

func.func @tuple(%x: f64, %y: f64) -> f64 {
  %t = functional.tuple %x, %y : f64, f64
  %c = functional.stop_gradient %t : tuple<f64, f64>
  %a = functional.get %c[0] : tuple<f64, f64>
  %b = functional.get %c[1] : tuple<f64, f64>
  %r = arith.mulf %a, %b : f64
  return %r : f64
}
