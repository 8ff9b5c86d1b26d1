// Closures in a tuple: (λ. x·y, λ. x + y), the sum of both calls.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.5, 6.7], "results": [41.35]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [4.5, 6.7], "value": [41.35], "gradients": [7.7, 5.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [4.5, 6.7], "value": [41.35], "gradients": [7.7, 5.5]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [4.5, 6.7], "cotangents": [2.0], "value": [41.35], "gradients": [15.4, 11.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [4.5, 6.7], "tangents": [0.5, 1.0], "value": [41.35], "tangents_out": [9.35]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [4.5, 6.7], "value": [41.35], "gradients": [7.7]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [4.5, 6.7], "value": [41.35], "gradients": [5.5]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.5, 6.7, 1.0, -0.5], "results": [-0.5, 1.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [4.5, 6.7, 1.0, -0.5], "results": [-0.5, 1.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [4.5, 6.7, 1.0, -0.5], "results": [-0.5, 1.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [4.5, 6.7, 1.0, -0.5], "results": [-1.0]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %product = functional.lambda () -> f64 {
    %p = arith.mulf %x, %y : f64
    functional.return %p : f64
  }
  %sum = functional.lambda () -> f64 {
    %s = arith.addf %x, %y : f64
    functional.return %s : f64
  }
  %both = functional.tuple %product, %sum : !functional.fn<() -> f64>, !functional.fn<() -> f64>
  %first = functional.get %both[0] : tuple<!functional.fn<() -> f64>, !functional.fn<() -> f64>>
  %second = functional.get %both[1] : tuple<!functional.fn<() -> f64>, !functional.fn<() -> f64>>
  %a = functional.apply %first() : !functional.fn<() -> f64>
  %b = functional.apply %second() : !functional.fn<() -> f64>
  %r = arith.addf %a, %b : f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: f64, %y: f64, %vx: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %df(%px, %py) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vx : f64
    %t1 = arith.mulf %d#1, %vy : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%x: f64, %y: f64, %vx: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x, %y, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%x: f64, %y: f64, %vx: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %py, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: f64, %y: f64, %vx: f64, %vy: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %py, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %y, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
