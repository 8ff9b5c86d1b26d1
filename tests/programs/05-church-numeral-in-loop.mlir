// A function that a loop composes with itself: h ← λy. a·sin(h(y)) + x four times from the identity; f(x, a) = h(x).
// The closures keep each other, so that they are a recursive data type.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [1.9373655537474355]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [1.9373655537474355], "gradients": [0.8352673984091635, 0.8104195342351684]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [1.9373655537474355], "gradients": [0.8352673984091635, 0.8104195342351684]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [1.9373655537474355], "gradients": [1.670534796818327, 1.6208390684703369]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [1.9373655537474355], "tangents_out": [1.2280532334397503]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.8054607710314501, -0.11892288661851247]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.8054607710314501, -0.11892288661851247]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.8054607710314501, -0.11892288661851247]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.7459993277221938]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64, %a: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %four = arith.constant 4 : index
  %id = functional.lambda (%y: f64) -> f64 {
    functional.return %y : f64
  }
  %h = scf.for %i = %zero to %four step %one iter_args(%g = %id) -> (!g) {
    %more = functional.lambda (%y: f64) -> f64 {
      %v = functional.apply %g(%y) : !g
      %s = math.sin %v : f64
      %t = arith.mulf %a, %s : f64
      %r = arith.addf %t, %x : f64
      functional.return %r : f64
    }
    scf.yield %more : !g
  }
  %r = functional.apply %h(%x) : !g
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
