// A constant function, and a function that ignores an argument: zeros of the right shape.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0], "results": [3.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [2.0], "value": [3.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.0], "value": [3.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [2.0], "cotangents": [2.0], "value": [3.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [2.0], "tangents": [0.5], "value": [3.0], "tangents_out": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [2.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [2.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.0], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [2.0], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [2.0], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [2.0], "results": [0.0]}
// CHECK-CALL: {"entry": "ignores", "command": "run", "inputs": [0.5, 2.0], "results": [1.6487212707001282]}
// CHECK-CALL: {"entry": "ignores", "command": "grad", "mode": "reverse", "inputs": [0.5, 2.0], "value": [1.6487212707001282], "gradients": [1.6487212707001282, 0.0]}
// CHECK-CALL: {"entry": "ignores", "command": "grad", "mode": "forward", "inputs": [0.5, 2.0], "value": [1.6487212707001282], "gradients": [1.6487212707001282, 0.0]}
// CHECK-CALL: {"entry": "ignores", "command": "vjp", "inputs": [0.5, 2.0], "cotangents": [2.0], "value": [1.6487212707001282], "gradients": [3.2974425414002564, 0.0]}
// CHECK-CALL: {"entry": "ignores", "command": "jvp", "inputs": [0.5, 2.0], "tangents": [0.5, 1.0], "value": [1.6487212707001282], "tangents_out": [0.8243606353500641]}
// CHECK-CALL: {"entry": "ignores", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.5, 2.0], "value": [1.6487212707001282], "gradients": [1.6487212707001282]}
// CHECK-CALL: {"entry": "ignores", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.5, 2.0], "value": [1.6487212707001282], "gradients": [0.0]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "run", "inputs": [0.5, 2.0], "results": [0.25]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "grad", "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.25], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "grad", "mode": "forward", "inputs": [0.5, 2.0], "value": [0.25], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "vjp", "inputs": [0.5, 2.0], "cotangents": [2.0], "value": [0.25], "gradients": [2.0, 0.0]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "jvp", "inputs": [0.5, 2.0], "tangents": [0.5, 1.0], "value": [0.25], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.25], "gradients": [1.0]}
// CHECK-CALL: {"entry": "ignores_by_closure", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.25], "gradients": [0.0]}

func.func @f(%x: f64) -> f64 {
  %c = arith.constant 3.0 : f64
  return %c : f64
}

func.func @ignores(%x: f64, %y: f64) -> f64 {
  %e = math.exp %x : f64
  return %e : f64
}

func.func @ignores_by_closure(%x: f64, %y: f64) -> f64 {
  %g = functional.lambda (%z: f64) -> f64 {
    %p = arith.mulf %x, %z : f64
    %unused = arith.mulf %y, %z : f64
    functional.return %p : f64
  }
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
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
