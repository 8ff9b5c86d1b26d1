// An f32 value widened and narrowed: tangents follow the casts.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 0.25], "results": [0.84375], "tolerance": 1e-06}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 0.25], "value": [0.84375], "gradients": [1.6875, 3.375], "tolerance": 1e-06}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 0.25], "value": [0.84375], "gradients": [1.6875, 3.375], "tolerance": 1e-06}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 0.25], "cotangents": [2.0], "value": [0.84375], "gradients": [3.375, 6.75], "tolerance": 1e-06}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 0.25], "tangents": [0.5, 1.0], "value": [0.84375], "tangents_out": [4.21875], "tolerance": 1e-06}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 0.25], "value": [0.84375], "gradients": [1.6875], "tolerance": 1e-06}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 0.25], "value": [0.84375], "gradients": [3.375], "tolerance": 1e-06}

func.func @f(%x: f32, %y: f64) -> f64 {
  %wide = arith.extf %x : f32 to f64
  %scale = functional.lambda (%z: f64) -> f64 {
    %p = arith.mulf %z, %y : f64
    %q = arith.mulf %p, %wide : f64
    functional.return %q : f64
  }
  %a = functional.apply %scale(%wide) : !functional.fn<(f64) -> f64>
  %narrow = arith.truncf %a : f64 to f32
  %b = arith.mulf %narrow, %x : f32
  %r = arith.extf %b : f32 to f64
  return %r : f64
}
