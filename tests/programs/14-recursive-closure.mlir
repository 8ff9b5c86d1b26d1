// A recursive closure: f(x) = let g(y) = y ≤ 0 ? x : g(y − 1) in g(7).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.5], "results": [3.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [3.5], "value": [3.5], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [3.5], "value": [3.5], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [3.5], "cotangents": [2.0], "value": [3.5], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [3.5], "tangents": [0.5], "value": [3.5], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [3.5, 1.0], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [3.5, 1.0], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [3.5, 1.0], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [3.5, 1.0], "results": [0.0]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %g = functional.letrec (%self: !functional.fn<(f64) -> f64>) {
    %step = functional.lambda (%y: f64) -> f64 {
      %stop = arith.cmpf ole, %y, %zero : f64
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %z = arith.subf %y, %one : f64
        %s = functional.apply %self(%z) : !functional.fn<(f64) -> f64>
        scf.yield %s : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !functional.fn<(f64) -> f64>
  }
  %seven = arith.constant 7.0 : f64
  %r = functional.apply %g(%seven) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %slope = functional.lambda (%p0: f64) -> f64 {
    %d = functional.apply %df(%p0) : !functional.fn<(f64) -> f64>
    %t0 = arith.mulf %d, %v0 : f64
    functional.return %t0 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64) -> f64>
  %r = functional.apply %h(%x0) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %h(%x0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %slope = functional.lambda (%p0: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64) -> f64>
  %r = functional.apply %h(%x0) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x0: f64, %v0: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %slope = functional.lambda (%p0: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %h(%x0, %v0) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
