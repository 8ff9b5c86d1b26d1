// functional.grad with respect to a tuple inside the program: the gradient is a tuple, and its fields are used.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, -2.0], "results": [-13.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, -2.0], "value": [-13.5], "gradients": [-27.0, 6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, -2.0], "value": [-13.5], "gradients": [-27.0, 6.75]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, -2.0], "cotangents": [2.0], "value": [-13.5], "gradients": [-54.0, 13.5]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, -2.0], "tangents": [0.5, 1.0], "value": [-13.5], "tangents_out": [-6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, -2.0], "value": [-13.5], "gradients": [-27.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, -2.0], "value": [-13.5], "gradients": [6.75]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, -2.0, 1.0, -0.5], "results": [-42.75, 13.5]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, -2.0, 1.0, -0.5], "results": [-42.75, 13.5]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, -2.0, 1.0, -0.5], "results": [-42.75, 13.5]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, -2.0, 1.0, -0.5], "results": [-49.5]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %energy = functional.lambda (%t: tuple<f64, f64>) -> f64 {
    %a = functional.get %t[0] : tuple<f64, f64>
    %b = functional.get %t[1] : tuple<f64, f64>
    %aa = arith.mulf %a, %a : f64
    %aab = arith.mulf %aa, %b : f64
    functional.return %aab : f64
  }
  %force = functional.grad %energy : !functional.fn<(tuple<f64, f64>) -> f64>
  %t = functional.tuple %x, %y : f64, f64
  %g = functional.apply %force(%t) : !functional.fn<(tuple<f64, f64>) -> tuple<f64, f64>>
  %gx = functional.get %g[0] : tuple<f64, f64>
  %gy = functional.get %g[1] : tuple<f64, f64>
  %r = arith.mulf %gx, %gy : f64
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
