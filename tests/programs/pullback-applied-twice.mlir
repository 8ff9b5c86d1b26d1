// A pullback is a value: it is applied twice, once with an active cotangent, and it outlives its function.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.75, 1.5], "results": [6.59806843474997]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.75, 1.5], "value": [6.59806843474997], "gradients": [5.22010484606391, 0.9886151058036712]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.75, 1.5], "value": [6.59806843474997], "gradients": [5.22010484606391, 0.9886151058036712]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.75, 1.5], "cotangents": [2.0], "value": [6.59806843474997], "gradients": [10.44020969212782, 1.9772302116073424]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.75, 1.5], "tangents": [0.5, 1.0], "value": [6.59806843474997], "tangents_out": [3.598667528835626]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.75, 1.5], "value": [6.59806843474997], "gradients": [5.22010484606391]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.75, 1.5], "value": [6.59806843474997], "gradients": [0.9886151058036712]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-7.195283032043677, -10.478837027955803]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-7.195283032043677, -10.478837027955803]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-7.195283032043677, -10.478837027955803]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.75, 1.5, 1.0, -0.5], "results": [-1.9558645180657757]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %g = functional.lambda (%z: f64) -> (f64, f64) {
    %zy = arith.mulf %z, %y : f64
    %s = math.sin %zy : f64
    %zz = arith.mulf %z, %z : f64
    functional.return %s, %zz : f64, f64
  }
  %vg = functional.vjp %g : !functional.fn<(f64) -> (f64, f64)>
  %r:3 = functional.apply %vg(%x) : !functional.fn<(f64) -> (f64, f64, !functional.fn<(f64, f64) -> f64>)>
  %one = arith.constant 1.0 : f64
  %a = functional.apply %r#2(%one, %y) : !functional.fn<(f64, f64) -> f64>
  %b = functional.apply %r#2(%r#0, %one) : !functional.fn<(f64, f64) -> f64>
  %ab = arith.mulf %a, %b : f64
  %s = arith.addf %ab, %r#1 : f64
  return %s : f64
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
