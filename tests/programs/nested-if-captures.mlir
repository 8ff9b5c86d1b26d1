// Closures made in nested branches, each with other captures; the innermost captures from three levels.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 0.25], "results": [0.5946087907860856]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 0.25], "value": [0.5946087907860856], "gradients": [0.6533321780501156, 5.364648318215965]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 0.25], "value": [0.5946087907860856], "gradients": [0.6533321780501156, 5.364648318215965]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 0.25], "cotangents": [2.0], "value": [0.5946087907860856], "gradients": [1.3066643561002311, 10.72929663643193]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 0.25], "tangents": [0.5, 1.0], "value": [0.5946087907860856], "tangents_out": [5.691314407241022]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 0.25], "value": [0.5946087907860856], "gradients": [0.6533321780501156]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 0.25], "value": [0.5946087907860856], "gradients": [5.364648318215965]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, 0.25, 1.0, -0.5], "results": [-3.15504824094439, -9.016816131564783]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, 0.25, 1.0, -0.5], "results": [-3.15504824094439, -9.016816131564783]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, 0.25, 1.0, -0.5], "results": [-3.15504824094439, -9.016816131564783]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, 0.25, 1.0, -0.5], "results": [1.3533598248380012]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5, 2.0], "results": [0.4596976941318603]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.4596976941318603], "gradients": [2.6023373578795135, 0.4596976941318603]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.5, 2.0], "value": [0.4596976941318603], "gradients": [2.6023373578795135, 0.4596976941318603]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.5, 2.0], "cotangents": [2.0], "value": [0.4596976941318603], "gradients": [5.204674715759027, 0.9193953882637206]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.5, 2.0], "tangents": [0.5, 1.0], "value": [0.4596976941318603], "tangents_out": [1.760866373071617]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.4596976941318603], "gradients": [2.6023373578795135]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.4596976941318603], "gradients": [0.4596976941318603]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [7.591808422995974, 2.4874129343465485]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [7.591808422995974, 2.4874129343465485]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [7.591808422995974, 2.4874129343465485]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [6.3481019558227]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-1.0, 0.75], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-1.0, 0.75], "value": [0.0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-1.0, 0.75], "value": [0.0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-1.0, 0.75], "cotangents": [2.0], "value": [0.0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-1.0, 0.75], "tangents": [0.5, 1.0], "value": [0.0], "tangents_out": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [-1.0, 0.75], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [-1.0, 0.75], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-1.0, 0.75, 1.0, -0.5], "results": [0.0, 0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [-1.0, 0.75, 1.0, -0.5], "results": [0.0, 0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [-1.0, 0.75, 1.0, -0.5], "results": [0.0, 0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [-1.0, 0.75, 1.0, -0.5], "results": [0.0]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %xy = arith.mulf %x, %y : f64
  %positive = arith.cmpf ogt, %x, %zero : f64
  %g = scf.if %positive -> (!functional.fn<(f64) -> f64>) {
    %s = math.sin %x : f64
    %large = arith.cmpf ogt, %x, %one : f64
    %inner = scf.if %large -> (!functional.fn<(f64) -> f64>) {
      %e = math.exp %y : f64
      %k = functional.lambda (%z: f64) -> f64 {
        %a = arith.mulf %e, %z : f64
        %b = arith.mulf %a, %s : f64
        %c = arith.addf %b, %xy : f64
        functional.return %c : f64
      }
      scf.yield %k : !functional.fn<(f64) -> f64>
    } else {
      %k = functional.lambda (%z: f64) -> f64 {
        %a = arith.mulf %s, %z : f64
        functional.return %a : f64
      }
      scf.yield %k : !functional.fn<(f64) -> f64>
    }
    scf.yield %inner : !functional.fn<(f64) -> f64>
  } else {
    %k = functional.lambda (%z: f64) -> f64 {
      %a = arith.subf %xy, %z : f64
      functional.return %a : f64
    }
    scf.yield %k : !functional.fn<(f64) -> f64>
  }
  %u = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
  %v = functional.apply %g(%xy) : !functional.fn<(f64) -> f64>
  %r = arith.mulf %u, %v : f64
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
