// The function λq. q + y by partial application; the gradient *of* a partial and of a closure, and with respect to what
// they capture.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.5, -1.25], "results": [1.25]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [2.5, -1.25], "value": [1.25], "gradients": [1.0, 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.5, -1.25], "value": [1.25], "gradients": [1.0, 1.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [2.5, -1.25], "cotangents": [2.0], "value": [1.25], "gradients": [2.0, 2.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [2.5, -1.25], "tangents": [0.5, 1.0], "value": [1.25], "tangents_out": [1.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [2.5, -1.25], "value": [1.25], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [2.5, -1.25], "value": [1.25], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.5, -1.25, 1.0, -0.5], "results": [0.0, 0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [2.5, -1.25, 1.0, -0.5], "results": [0.0, 0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [2.5, -1.25, 1.0, -0.5], "results": [0.0, 0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [2.5, -1.25, 1.0, -0.5], "results": [0.0]}
// CHECK-CALL: {"entry": "grad_of_partial", "command": "run", "inputs": [2.5, -1.25], "results": [1.0]}
// CHECK-CALL: {"entry": "grad_of_closure", "command": "run", "inputs": [2.5, -1.25], "results": [1.0]}
// CHECK-CALL: {"entry": "captures_of_closure", "command": "run", "inputs": [2.5, -1.25], "results": [1.0, 1.0]}
// CHECK-CALL: {"entry": "captures_of_partial", "command": "run", "inputs": [2.5, -1.25], "results": [1.0]}
// CHECK-CALL: {"entry": "second_derivative_by_capture", "command": "run", "inputs": [2.5, -1.25], "results": [12.5, -12.5]}
// CHECK-CALL: {"entry": "captured_cotangent", "command": "run", "inputs": [2.5, -1.25], "results": [1.0]}

func.func private @add(%y: f64, %q: f64) -> f64 {
  %s = arith.addf %q, %y : f64
  return %s : f64
}

func.func @f(%q: f64, %y: f64) -> f64 {
  %add = functional.ref @add : !functional.fn<(f64, f64) -> f64>
  %add_y = functional.partial %add(%y) : !functional.fn<(f64, f64) -> f64>
  %r = functional.apply %add_y(%q) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%q: f64, %y: f64, %vq: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%pq: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %df(%pq, %py) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vq : f64
    %t1 = arith.mulf %d#1, %vy : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%q, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%q: f64, %y: f64, %vq: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%q, %y, %vq, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%q: f64, %y: f64, %vq: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%pq: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %jf(%pq, %py, %vq, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%q, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%q: f64, %y: f64, %vq: f64, %vy: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%pq: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %jf(%pq, %py, %vq, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%q, %y, %vq, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// D(add(y, ·))(q) = 1.
func.func @grad_of_partial(%q: f64, %y: f64) -> f64 {
  %add = functional.ref @add : !functional.fn<(f64, f64) -> f64>
  %add_y = functional.partial %add(%y) : !functional.fn<(f64, f64) -> f64>
  %g = functional.grad %add_y : !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%q) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// D(λq. q + y)(q) = 1.
func.func @grad_of_closure(%q: f64, %y: f64) -> f64 {
  %add_y = functional.lambda (%p: f64) -> f64 {
    %s = arith.addf %p, %y : f64
    functional.return %s : f64
  }
  %g = functional.grad %add_y : !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%q) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The cotangent of the captured y: D(λy. (λq. q + y)(q))(y) = 1.
func.func @captured_cotangent(%q: f64, %y: f64) -> f64 {
  %of_y = functional.lambda (%c: f64) -> f64 {
    %add_c = functional.lambda (%p: f64) -> f64 {
      %s = arith.addf %p, %c : f64
      functional.return %s : f64
    }
    %r = functional.apply %add_c(%q) : !functional.fn<(f64) -> f64>
    functional.return %r : f64
  }
  %g = functional.grad %of_y : !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The record of the captured variables' cotangents beside D(λq. q + y)(q): {y: 1}.
func.func @captures_of_closure(%q: f64, %y: f64) -> (f64, f64) {
  %add_y = functional.lambda (%p: f64) captures(%c = %y as "y" : f64) -> f64 {
    %s = arith.addf %p, %c : f64
    functional.return %s : f64
  }
  %g = functional.grad %add_y captures("y": f64) : !functional.fn<(f64) -> f64>
  %d, %record = functional.apply %g(%q) : !functional.fn<(f64) -> (f64, tuple<f64>)>
  %dy = functional.get %record[0] : tuple<f64>
  return %d, %dy : f64, f64
}

func.func @captures_of_partial(%q: f64, %y: f64) -> f64 {
  %add = functional.ref @add : !functional.fn<(f64, f64) -> f64>
  %add_y = functional.partial %add(%y as "y") : !functional.fn<(f64, f64) -> f64>
  %g = functional.grad %add_y wrt [] captures("y": f64) : !functional.fn<(f64) -> f64>
  %record = functional.apply %g(%q) : !functional.fn<(f64) -> tuple<f64>>
  %dy = functional.get %record[0] : tuple<f64>
  return %dy : f64
}

// h(y) = the cotangent 2·q²·y of y captured by λq. (q·y)²; h′(y) = 2·q² by the argument, and by q inside: 4·q·y.
func.func @second_derivative_by_capture(%q: f64, %y: f64) -> (f64, f64) {
  %h = functional.lambda (%b: f64, %a: f64) -> f64 {
    %square = functional.lambda (%p: f64) captures(%c = %b as "y" : f64) -> f64 {
      %pc = arith.mulf %p, %c : f64
      %r = arith.mulf %pc, %pc : f64
      functional.return %r : f64
    }
    %g = functional.grad %square wrt [] captures("y": f64) : !functional.fn<(f64) -> f64>
    %record = functional.apply %g(%a) : !functional.fn<(f64) -> tuple<f64>>
    %dy = functional.get %record[0] : tuple<f64>
    functional.return %dy : f64
  }
  %dh = functional.grad %h : !functional.fn<(f64, f64) -> f64>
  %by_y, %by_q = functional.apply %dh(%y, %q) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %by_y, %by_q : f64, f64
}
