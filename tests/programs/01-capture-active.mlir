// An active captured value: f(x) = (λy. x·y)(x + 1).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0], "results": [6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [2.0], "value": [6.0], "gradients": [5.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.0], "value": [6.0], "gradients": [5.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [2.0], "cotangents": [2.0], "value": [6.0], "gradients": [10.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [2.0], "tangents": [0.5], "value": [6.0], "tangents_out": [2.5]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.75], "results": [-0.1875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-0.75], "value": [-0.1875], "gradients": [-0.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-0.75], "value": [-0.1875], "gradients": [-0.5]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-0.75], "cotangents": [2.0], "value": [-0.1875], "gradients": [-1.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-0.75], "tangents": [0.5], "value": [-0.1875], "tangents_out": [-0.25]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [2.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [2.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.0], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [2.0], "results": [2.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [2.0], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [2.0], "results": [2.0]}

func.func @f(%x: f64) -> f64 {
  %scale = functional.lambda (%y: f64) -> f64 {
    %xy = arith.mulf %x, %y : f64
    functional.return %xy : f64
  }
  %one = arith.constant 1.0 : f64
  %next = arith.addf %x, %one : f64
  %r = functional.apply %scale(%next) : !functional.fn<(f64) -> f64>
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
