// x to a constant power at 0 and at a negative base: nothing leaks from log x.
//
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-1.0], "value": [1.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [-1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [-1.0, 2.0], "value": [1.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-1.0], "value": [1.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [-1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0], "mode": "forward", "inputs": [-1.0, 2.0], "value": [1.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.0, 2.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0], "mode": "forward", "inputs": [0.0, 2.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [3.0], "value": [9.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [3.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [3.0, 2.0], "value": [9.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [3.0], "value": [9.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [3.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0], "mode": "forward", "inputs": [3.0, 2.0], "value": [9.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "inactive", "command": "run", "inputs": [2.0, 2.5], "results": [5.656854249492381]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0, 1], "mode": "reverse", "inputs": [2.0, 2.5], "value": [5.656854249492381], "gradients": [7.0710678118654755, 3.921032573874189]}
// CHECK-CALL: {"entry": "inactive", "command": "grad", "wrt": [0, 1], "mode": "forward", "inputs": [2.0, 2.5], "value": [5.656854249492381], "gradients": [7.0710678118654755, 3.921032573874189]}

func.func @f(%x: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %r = math.powf %x, %two : f64
  return %r : f64
}

func.func @inactive(%x: f64, %y: f64) -> f64 {
  %r = math.powf %x, %y : f64
  return %r : f64
}
