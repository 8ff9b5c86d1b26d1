// Second order through arith.select: g(x) = x < 0 ? x² : x³; g″(−1) = 2, g″(1) = 6.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-1.0], "value": [1.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-1.0], "value": [1.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-1.0], "cotangents": [2.0], "value": [1.0], "gradients": [-4.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-1.0], "tangents": [0.5], "value": [1.0], "tangents_out": [-1.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.0], "value": [1.0], "gradients": [3.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.0], "value": [1.0], "gradients": [3.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.0], "cotangents": [2.0], "value": [1.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.0], "tangents": [0.5], "value": [1.0], "tangents_out": [1.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [-1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [-1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [-1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [-1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [-1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.0], "gradients": [6.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.0], "results": [6.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.0], "results": [6.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.0], "results": [6.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.0], "results": [6.0]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %negative = arith.cmpf olt, %x, %zero : f64
  %xx = arith.mulf %x, %x : f64
  %xxx = arith.mulf %xx, %x : f64
  %r = arith.select %negative, %xx, %xxx : f64
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
