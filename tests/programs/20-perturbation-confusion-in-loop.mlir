// Nested derivatives in a loop: v ← v·D(λy. v + y)(1) three times from x, and f(x) = v·D(λy. v·y)(1) = x².
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.0], "results": [16.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [4.0], "value": [16.0], "gradients": [8.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [4.0], "value": [16.0], "gradients": [8.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [4.0], "cotangents": [2.0], "value": [16.0], "gradients": [16.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [4.0], "tangents": [0.5], "value": [16.0], "tangents_out": [4.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.0, 1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [4.0, 1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [4.0, 1.0], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [4.0, 1.0], "results": [2.0]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %step = arith.constant 1 : index
  %three = arith.constant 3 : index
  %one = arith.constant 1.0 : f64
  %v = scf.for %i = %zero to %three step %step iter_args(%w = %x) -> (f64) {
    %plus = functional.lambda (%y: f64) -> f64 {
      %s = arith.addf %w, %y : f64
      functional.return %s : f64
    }
    %d = functional.grad %plus : !g
    %s = functional.apply %d(%one) : !g
    %u = arith.mulf %w, %s : f64
    scf.yield %u : f64
  }
  %times = functional.lambda (%y: f64) -> f64 {
    %s = arith.mulf %v, %y : f64
    functional.return %s : f64
  }
  %d = functional.grad %times : !g
  %s = functional.apply %d(%one) : !g
  %r = arith.mulf %v, %s : f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %slope = functional.lambda (%p0: f64) -> f64 {
    %d = functional.apply %df(%p0) : !functional.fn<(f64) -> f64>
    %t0 = arith.mulf %d, %v0 : f64
    functional.return %t0 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64) -> f64>
  %r = functional.apply %h(%x0) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %h(%x0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %slope = functional.lambda (%p0: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64) -> f64>
  %r = functional.apply %h(%x0) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %slope = functional.lambda (%p0: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %h(%x0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
