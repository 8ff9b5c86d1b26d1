// A function that returns a function: tw(k) = λz. k(k(z)), h = λy. w·y·y, f(x, w) = tw(h)(x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 2.0], "results": [40.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 2.0], "value": [40.5], "gradients": [108.0, 60.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 2.0], "value": [40.5], "gradients": [108.0, 60.75]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 2.0], "cotangents": [2.0], "value": [40.5], "gradients": [216.0, 121.5]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 2.0], "tangents": [0.5, 1.0], "value": [40.5], "tangents_out": [114.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 2.0], "value": [40.5], "gradients": [108.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 2.0], "value": [40.5], "gradients": [60.75]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, 2.0, 1.0, -0.5], "results": [135.0, 131.625]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, 2.0, 1.0, -0.5], "results": [135.0, 131.625]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, 2.0, 1.0, -0.5], "results": [135.0, 131.625]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, 2.0, 1.0, -0.5], "results": [69.1875]}

func.func @f(%x: f64, %w: f64) -> f64 {
  %tw = functional.lambda (%k: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %twice = functional.lambda (%z: f64) -> f64 {
      %kz = functional.apply %k(%z) : !functional.fn<(f64) -> f64>
      %kkz = functional.apply %k(%kz) : !functional.fn<(f64) -> f64>
      functional.return %kkz : f64
    }
    functional.return %twice : !functional.fn<(f64) -> f64>
  }
  %h = functional.lambda (%y: f64) -> f64 {
    %wy = arith.mulf %w, %y : f64
    %wyy = arith.mulf %wy, %y : f64
    functional.return %wyy : f64
  }
  %hh = functional.apply %tw(%h) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %hh(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: f64, %w: f64, %vx: f64, %vw: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pw: f64) -> f64 {
    %d:2 = functional.apply %df(%px, %pw) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vx : f64
    %t1 = arith.mulf %d#1, %vw : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %w) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%x: f64, %w: f64, %vx: f64, %vw: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x, %w, %vx, %vw) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%x: f64, %w: f64, %vx: f64, %vw: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pw: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %pw, %vx, %vw) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %w) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: f64, %w: f64, %vx: f64, %vw: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pw: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %pw, %vx, %vw) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %w, %vx, %vw) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
