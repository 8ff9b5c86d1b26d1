// Partial applications that bind active values, carried by a loop, and the gradient of one in each trip:
// h(a, b, z) = a·z + b; v ← h(y, x, ·)(v) three times, f(x, y) = v·(h(y, v, ·))′(x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [5.630170000000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [5.630170000000001], "gradients": [8.0431, 12.220600000000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [5.630170000000001], "gradients": [8.0431, 12.220600000000001]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [5.630170000000001], "gradients": [16.0862, 24.441200000000002]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [5.630170000000001], "tangents_out": [16.242150000000002]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-8.729000000000001, 6.9300000000000015]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-8.729000000000001, 6.9300000000000015]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-8.729000000000001, 6.9300000000000015]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-12.194]}

!g = !functional.fn<(f64) -> f64>
func.func private @h(%a: f64, %b: f64, %z: f64) -> f64 {
  %az = arith.mulf %a, %z : f64
  %r = arith.addf %az, %b : f64
  return %r : f64
}

func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %h = functional.ref @h : !functional.fn<(f64, f64, f64) -> f64>
  %hy = functional.partial %h(%y) : !functional.fn<(f64, f64, f64) -> f64>
  %first = functional.partial %hy(%x) : !functional.fn<(f64, f64) -> f64>
  %v, %g = scf.for %i = %zero to %three step %one iter_args(%w = %x, %k = %first) -> (f64, !g) {
    %next = functional.partial %hy(%x) : !functional.fn<(f64, f64) -> f64>
    %u = functional.apply %k(%w) : !g
    scf.yield %u, %next : f64, !g
  }
  %d = functional.grad %g : !g
  %slope = functional.apply %d(%x) : !g
  %r = arith.mulf %v, %slope : f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %df(%p0, %p1) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %v0 : f64
    %t1 = arith.mulf %d#1, %v1 : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over reverse.
func.func @fwd_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// Reverse over forward.
func.func @rev_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
