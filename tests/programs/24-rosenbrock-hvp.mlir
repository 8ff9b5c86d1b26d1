// Hessian-vector products of the Rosenbrock function at (1.2, 1.2), direction (1, 2): (290, −80).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.2, 1.2], "results": [5.799999999999997]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.2, 1.2], "value": [5.799999999999997], "gradients": [115.59999999999997, -47.999999999999986]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.2, 1.2], "value": [5.799999999999997], "gradients": [115.59999999999997, -47.999999999999986]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.2, 1.2], "cotangents": [2.0], "value": [5.799999999999997], "gradients": [231.19999999999993, -95.99999999999997]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.2, 1.2], "tangents": [0.5, 1.0], "value": [5.799999999999997], "tangents_out": [9.799999999999995]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.2, 1.2], "value": [5.799999999999997], "gradients": [115.59999999999997]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.2, 1.2], "value": [5.799999999999997], "gradients": [-47.999999999999986]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.2, 1.2, 1.0, 2.0], "results": [289.99999999999994, -79.99999999999999]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.2, 1.2, 1.0, 2.0], "results": [289.99999999999994, -79.99999999999999]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.2, 1.2, 1.0, 2.0], "results": [289.99999999999994, -79.99999999999999]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.2, 1.2, 1.0, 2.0], "results": [129.99999999999997]}
// CHECK-CALL: {"entry": "hessian", "command": "run", "inputs": [1.2, 1.2], "results": [1250.0, -480.0, -480.0, 200.0]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %hundred = arith.constant 100.0 : f64
  %a = arith.subf %one, %x : f64
  %aa = arith.mulf %a, %a : f64
  %xx = arith.mulf %x, %x : f64
  %b = arith.subf %y, %xx : f64
  %bb = arith.mulf %b, %b : f64
  %wb = arith.mulf %hundred, %bb : f64
  %r = arith.addf %aa, %wb : f64
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

// The four entries of the Hessian, by a gradient of a component of the gradient.
func.func @hessian(%x: f64, %y: f64) -> (f64, f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %dx = functional.grad %f wrt [0] : !functional.fn<(f64, f64) -> f64>
  %dy = functional.grad %f wrt [1] : !functional.fn<(f64, f64) -> f64>
  %ddx = functional.grad %dx : !functional.fn<(f64, f64) -> f64>
  %ddy = functional.grad %dy : !functional.fn<(f64, f64) -> f64>
  %h0:2 = functional.apply %ddx(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  %h1:2 = functional.apply %ddy(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %h0#0, %h0#1, %h1#0, %h1#1 : f64, f64, f64, f64
}
