// Gradients taken and applied inside both branches, in reverse and forward.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5, 2.0], "results": [0.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.75], "gradients": [4.5, 0.375]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.5, 2.0], "value": [0.75], "gradients": [4.5, 0.375]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.5, 2.0], "cotangents": [2.0], "value": [0.75], "gradients": [9.0, 0.75]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.5, 2.0], "tangents": [0.5, 1.0], "value": [0.75], "tangents_out": [2.625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.75], "gradients": [4.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.75], "gradients": [0.375]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [16.875, 2.25]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [16.875, 2.25]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [16.875, 2.25]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [15.75]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0, 0.5], "results": [0.875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [2.0, 0.5], "value": [0.875], "gradients": [0.4375, 5.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.0, 0.5], "value": [0.875], "gradients": [0.4375, 5.5]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [2.0, 0.5], "cotangents": [2.0], "value": [0.875], "gradients": [0.875, 11.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [2.0, 0.5], "tangents": [0.5, 1.0], "value": [0.875], "tangents_out": [5.71875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [2.0, 0.5], "value": [0.875], "gradients": [0.4375]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [2.0, 0.5], "value": [0.875], "gradients": [5.5]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.0, 0.5, 1.0, -0.5], "results": [-1.375, -9.25]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [2.0, 0.5, 1.0, -0.5], "results": [-1.375, -9.25]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [2.0, 0.5, 1.0, -0.5], "results": [-1.375, -9.25]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [2.0, 0.5, 1.0, -0.5], "results": [3.25]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %cube = functional.lambda (%z: f64) -> f64 {
    %zz = arith.mulf %z, %z : f64
    %zzz = arith.mulf %zz, %z : f64
    %p = arith.mulf %zzz, %y : f64
    functional.return %p : f64
  }
  %less = arith.cmpf olt, %x, %y : f64
  %d = scf.if %less -> (f64) {
    %g = functional.grad %cube : !functional.fn<(f64) -> f64>
    %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
    scf.yield %r : f64
  } else {
    %one = arith.constant 1.0 : f64
    %g = functional.jvp %cube : !functional.fn<(f64) -> f64>
    %r:2 = functional.apply %g(%y, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    %s = arith.addf %r#0, %r#1 : f64
    scf.yield %s : f64
  }
  %r = arith.mulf %d, %x : f64
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
