// Two steps of gradient descent on a captured parameter, differentiated with respect to the step size and the start.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 0.03125, 2.0], "results": [0.0028179910251274515]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 0.03125, 2.0], "value": [0.0028179910251274515], "gradients": [0.056629686405520345, -0.40640575074437035, -0.024768231232323464]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 0.03125, 2.0], "value": [0.0028179910251274515], "gradients": [0.056629686405520345, -0.40640575074437035, -0.024768231232323464]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 0.03125, 2.0], "cotangents": [2.0], "value": [0.0028179910251274515], "gradients": [0.11325937281104069, -0.8128115014887407, -0.04953646246464693]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 0.03125, 2.0], "tangents": [0.5, 1.0, 1.5], "value": [0.0028179910251274515], "tangents_out": [-0.4152432543900954]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 0.03125, 2.0], "value": [0.0028179910251274515], "gradients": [0.056629686405520345]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 0.03125, 2.0], "value": [0.0028179910251274515], "gradients": [-0.40640575074437035]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [2], "mode": "reverse", "inputs": [1.5, 0.03125, 2.0], "value": [0.0028179910251274515], "gradients": [-0.024768231232323464]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, 0.03125, 2.0, 1.0, -0.5, 2.0], "results": [4.266414656235756, -24.38405369859709, -1.6583979884988933]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, 0.03125, 2.0, 1.0, -0.5, 2.0], "results": [4.266414656235756, -24.38405369859709, -1.6583979884988933]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, 0.03125, 2.0, 1.0, -0.5, 2.0], "results": [4.266414656235756, -24.38405369859709, -1.6583979884988933]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, 0.03125, 2.0, 1.0, -0.5, 2.0], "results": [13.141645528536515]}

func.func @f(%w: f64, %rate: f64, %target: f64) -> f64 {
  %loss = functional.lambda (%v: f64) -> f64 {
    %vv = arith.mulf %v, %v : f64
    %d = arith.subf %vv, %target : f64
    %dd = arith.mulf %d, %d : f64
    functional.return %dd : f64
  }
  %gradient = functional.grad %loss : !functional.fn<(f64) -> f64>
  %step = functional.lambda (%v: f64) -> f64 {
    %g = functional.apply %gradient(%v) : !functional.fn<(f64) -> f64>
    %s = arith.mulf %rate, %g : f64
    %next = arith.subf %v, %s : f64
    functional.return %next : f64
  }
  %w1 = functional.apply %step(%w) : !functional.fn<(f64) -> f64>
  %w2 = functional.apply %step(%w1) : !functional.fn<(f64) -> f64>
  %r = functional.apply %loss(%w2) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%w: f64, %rate: f64, %target: f64, %vw: f64, %vrate: f64, %vtarget: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pw: f64, %prate: f64, %ptarget: f64) -> f64 {
    %d:3 = functional.apply %df(%pw, %prate, %ptarget) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
    %t0 = arith.mulf %d#0, %vw : f64
    %t1 = arith.mulf %d#1, %vrate : f64
    %s1 = arith.addf %t0, %t1 : f64
    %t2 = arith.mulf %d#2, %vtarget : f64
    %s2 = arith.addf %s1, %t2 : f64
    functional.return %s2 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:3 = functional.apply %h(%w, %rate, %target) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%w: f64, %rate: f64, %target: f64, %vw: f64, %vrate: f64, %vtarget: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  %r:6 = functional.apply %h(%w, %rate, %target, %vw, %vrate, %vtarget) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64, f64, f64, f64, f64)>
  return %r#3, %r#4, %r#5 : f64, f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%w: f64, %rate: f64, %target: f64, %vw: f64, %vrate: f64, %vtarget: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pw: f64, %prate: f64, %ptarget: f64) -> f64 {
    %d:2 = functional.apply %jf(%pw, %prate, %ptarget, %vw, %vrate, %vtarget) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:3 = functional.apply %h(%w, %rate, %target) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%w: f64, %rate: f64, %target: f64, %vw: f64, %vrate: f64, %vtarget: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pw: f64, %prate: f64, %ptarget: f64) -> f64 {
    %d:2 = functional.apply %jf(%pw, %prate, %ptarget, %vw, %vrate, %vtarget) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:2 = functional.apply %h(%w, %rate, %target, %vw, %vrate, %vtarget) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
