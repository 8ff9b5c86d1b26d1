// Pairs as functions: pair(a, b) = λs. s(a, b).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, -0.5], "results": [0.9097959895689501]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, -0.5], "value": [0.9097959895689501], "gradients": [0.6065306597126334, 0.9097959895689501]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, -0.5], "value": [0.9097959895689501], "gradients": [0.6065306597126334, 0.9097959895689501]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, -0.5], "cotangents": [2.0], "value": [0.9097959895689501], "gradients": [1.2130613194252668, 1.8195919791379003]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, -0.5], "tangents": [0.5, 1.0], "value": [0.9097959895689501], "tangents_out": [1.2130613194252668]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, -0.5], "value": [0.9097959895689501], "gradients": [0.6065306597126334]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, -0.5], "value": [0.9097959895689501], "gradients": [0.9097959895689501]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, -0.5, 1.0, -0.5], "results": [-0.3032653298563167, 0.15163266492815836]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, -0.5, 1.0, -0.5], "results": [-0.3032653298563167, 0.15163266492815836]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, -0.5, 1.0, -0.5], "results": [-0.3032653298563167, 0.15163266492815836]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, -0.5, 1.0, -0.5], "results": [-0.37908166232039586]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %pair = functional.lambda (%a: f64, %b: f64) -> !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64> {
    %p = functional.lambda (%s: !functional.fn<(f64, f64) -> f64>) -> f64 {
      %r = functional.apply %s(%a, %b) : !functional.fn<(f64, f64) -> f64>
      functional.return %r : f64
    }
    functional.return %p : !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64>
  }
  %first = functional.lambda (%a: f64, %b: f64) -> f64 {
    functional.return %a : f64
  }
  %second = functional.lambda (%a: f64, %b: f64) -> f64 {
    functional.return %b : f64
  }
  %p = functional.apply %pair(%x, %y) : !functional.fn<(f64, f64) -> !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64>>
  %a = functional.apply %p(%first) : !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64>
  %b = functional.apply %p(%second) : !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64>
  %e = math.exp %b : f64
  %q = functional.apply %pair(%e, %a) : !functional.fn<(f64, f64) -> !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64>>
  %times = functional.lambda (%c: f64, %d: f64) -> f64 {
    %cd = arith.mulf %c, %d : f64
    functional.return %cd : f64
  }
  %r = functional.apply %q(%times) : !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> f64>
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
