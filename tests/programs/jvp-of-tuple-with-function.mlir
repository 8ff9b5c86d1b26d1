// functional.jvp of a function that gives a float and a closure: the tangent of the closure is a function.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 0.5], "results": [6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 0.5], "value": [6.75], "gradients": [11.25, 15.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 0.5], "value": [6.75], "gradients": [11.25, 15.75]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 0.5], "cotangents": [2.0], "value": [6.75], "gradients": [22.5, 31.5]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 0.5], "tangents": [0.5, 1.0], "value": [6.75], "tangents_out": [21.375]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 0.5], "value": [6.75], "gradients": [11.25]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 0.5], "value": [6.75], "gradients": [15.75]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, 0.5, 1.0, -0.5], "results": [-3.0, 16.5]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, 0.5, 1.0, -0.5], "results": [-3.0, 16.5]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, 0.5, 1.0, -0.5], "results": [-3.0, 16.5]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, 0.5, 1.0, -0.5], "results": [-11.25]}

func.func @f(%x: f64, %v: f64) -> f64 {
  %make = functional.lambda (%a: f64) -> (f64, !functional.fn<(f64) -> f64>) {
    %aa = arith.mulf %a, %a : f64
    %line = functional.lambda (%z: f64) -> f64 {
      %p = arith.mulf %aa, %z : f64
      functional.return %p : f64
    }
    functional.return %aa, %line : f64, !functional.fn<(f64) -> f64>
  }
  %jmake = functional.jvp %make : !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> f64>)>
  %r:4 = functional.apply %jmake(%x, %v) : !functional.fn<(f64, f64) -> (f64, !functional.fn<(f64) -> f64>, f64, !functional.fn<(f64) -> f64>)>
  %p = functional.apply %r#1(%v) : !functional.fn<(f64) -> f64>
  %t = functional.apply %r#3(%x) : !functional.fn<(f64) -> f64>
  %a = arith.addf %r#0, %p : f64
  %b = arith.mulf %r#2, %t : f64
  %s = arith.addf %a, %b : f64
  return %s : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: f64, %v: f64, %vx: f64, %vv: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pv: f64) -> f64 {
    %d:2 = functional.apply %df(%px, %pv) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vx : f64
    %t1 = arith.mulf %d#1, %vv : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %v) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%x: f64, %v: f64, %vx: f64, %vv: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x, %v, %vx, %vv) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%x: f64, %v: f64, %vx: f64, %vv: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pv: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %pv, %vx, %vv) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %v) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: f64, %v: f64, %vx: f64, %vv: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pv: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %pv, %vx, %vv) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %v, %vx, %vv) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
