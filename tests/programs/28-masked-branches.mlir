// What is not chosen does not count, even where it is not a number: x > 0 ? √x : 0, x < 1 ? x : √x, x > 0 ? 0 : x·∞.
//
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "reverse", "inputs": [0.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "forward", "inputs": [0.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "reverse", "inputs": [-1.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "reverse", "order": 2, "inputs": [-1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "forward", "inputs": [-1.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "forward", "order": 2, "inputs": [-1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "reverse", "inputs": [4.0], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "reverse", "order": 2, "inputs": [4.0], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "forward", "inputs": [4.0], "value": [2.0], "gradients": [0.25]}
// CHECK-CALL: {"entry": "sqrt_or_zero", "command": "grad", "mode": "forward", "order": 2, "inputs": [4.0], "gradients": [-0.03125]}
// CHECK-CALL: {"entry": "x_or_sqrt", "command": "grad", "mode": "reverse", "inputs": [0.0], "value": [0.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "x_or_sqrt", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "x_or_sqrt", "command": "grad", "mode": "forward", "inputs": [0.0], "value": [0.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "x_or_sqrt", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "zero_or_infinite", "command": "grad", "mode": "reverse", "inputs": [1.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "zero_or_infinite", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "zero_or_infinite", "command": "grad", "mode": "forward", "inputs": [1.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "zero_or_infinite", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.0], "gradients": [0.0]}

func.func @sqrt_or_zero(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %s = math.sqrt %x : f64
  %positive = arith.cmpf ogt, %x, %zero : f64
  %r = arith.select %positive, %s, %zero : f64
  return %r : f64
}

func.func @x_or_sqrt(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %s = math.sqrt %x : f64
  %small = arith.cmpf olt, %x, %one : f64
  %r = arith.select %small, %x, %s : f64
  return %r : f64
}

func.func @zero_or_infinite(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %infinity = arith.constant 0x7FF0000000000000 : f64
  %p = arith.mulf %x, %infinity : f64
  %positive = arith.cmpf ogt, %x, %zero : f64
  %r = arith.select %positive, %zero, %p : f64
  return %r : f64
}
