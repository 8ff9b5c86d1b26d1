// Arguments that are no floats: a flag and an exponent.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, true, 3], "results": [3.375]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, true, 3], "value": [3.375], "gradients": [6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "order": 2, "inputs": [1.5, true, 3], "gradients": [9.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "forward", "inputs": [1.5, true, 3], "value": [3.375], "gradients": [6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "forward", "order": 2, "inputs": [1.5, true, 3], "gradients": [9.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, false, 3], "results": [4.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, false, 3], "value": [4.5], "gradients": [3.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "order": 2, "inputs": [1.5, false, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "forward", "inputs": [1.5, false, 3], "value": [4.5], "gradients": [3.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "forward", "order": 2, "inputs": [1.5, false, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.5, true, -2], "results": [4.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [-0.5, true, -2], "value": [4.0], "gradients": [16.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "order": 2, "inputs": [-0.5, true, -2], "gradients": [96.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "forward", "inputs": [-0.5, true, -2], "value": [4.0], "gradients": [16.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "forward", "order": 2, "inputs": [-0.5, true, -2], "gradients": [96.0]}

func.func @f(%x: f64, %flag: i1, %n: i32) -> f64 {
  %k = arith.sitofp %n : i32 to f64
  %g = scf.if %flag -> (!functional.fn<(f64) -> f64>) {
    %h = functional.lambda (%z: f64) -> f64 {
      %p = math.fpowi %z, %n : f64, i32
      functional.return %p : f64
    }
    scf.yield %h : !functional.fn<(f64) -> f64>
  } else {
    %h = functional.lambda (%z: f64) -> f64 {
      %p = arith.mulf %z, %k : f64
      functional.return %p : f64
    }
    scf.yield %h : !functional.fn<(f64) -> f64>
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
