// Perturbation confusion: D(λx. x·D(λy. x + y)(1))(1) = 1, not 2.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.0], "value": [1.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.0], "value": [1.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.0], "cotangents": [2.0], "value": [1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.0], "tangents": [0.5], "value": [1.0], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f_forward", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "f_forward", "command": "grad", "mode": "reverse", "inputs": [1.0], "value": [1.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f_forward", "command": "grad", "mode": "forward", "inputs": [1.0], "value": [1.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f_forward", "command": "vjp", "inputs": [1.0], "cotangents": [2.0], "value": [1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f_forward", "command": "jvp", "inputs": [1.0], "tangents": [0.5], "value": [1.0], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "f_forward", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f_forward", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f_pullback", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "f_pullback", "command": "grad", "mode": "reverse", "inputs": [1.0], "value": [1.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f_pullback", "command": "grad", "mode": "forward", "inputs": [1.0], "value": [1.0], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f_pullback", "command": "vjp", "inputs": [1.0], "cotangents": [2.0], "value": [1.0], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f_pullback", "command": "jvp", "inputs": [1.0], "tangents": [0.5], "value": [1.0], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "f_pullback", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f_pullback", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.0], "results": [1.0]}
// CHECK-CALL: {"entry": "nested", "command": "run", "inputs": [1.0], "results": [1.0]}

// x·D(λy. x + y)(1), the inner derivative in reverse.
func.func @f(%x: f64) -> f64 {
  %g = functional.lambda (%y: f64) -> f64 {
    %s = arith.addf %x, %y : f64
    functional.return %s : f64
  }
  %dg = functional.grad %g : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %d = functional.apply %dg(%one) : !functional.fn<(f64) -> f64>
  %r = arith.mulf %x, %d : f64
  return %r : f64
}

// The same, the inner derivative forward.
func.func @f_forward(%x: f64) -> f64 {
  %g = functional.lambda (%y: f64) -> f64 {
    %s = arith.addf %x, %y : f64
    functional.return %s : f64
  }
  %dg = functional.jvp %g : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %d:2 = functional.apply %dg(%one, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  %r = arith.mulf %x, %d#1 : f64
  return %r : f64
}

// The same, by a pullback that outlives the call that made it.
func.func @f_pullback(%x: f64) -> f64 {
  %g = functional.lambda (%y: f64) -> f64 {
    %s = arith.addf %x, %y : f64
    functional.return %s : f64
  }
  %vg = functional.vjp %g : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %vp:2 = functional.apply %vg(%one) : !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> f64>)>
  %d = functional.apply %vp#1(%one) : !functional.fn<(f64) -> f64>
  %r = arith.mulf %x, %d : f64
  return %r : f64
}

// The derivative, reverse over reverse.
func.func @rev_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = functional.apply %df(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The derivative, reverse over forward.
func.func @rev_fwd(%x: f64) -> f64 {
  %f = functional.ref @f_forward : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = functional.apply %df(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The derivative, forward over reverse.
func.func @fwd_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %df(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// The derivative, forward over forward.
func.func @fwd_fwd(%x: f64) -> f64 {
  %f = functional.ref @f_forward : !functional.fn<(f64) -> f64>
  %df = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %df(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// All in one body: the outer lambda's argument is captured by the inner lambda.
func.func @nested(%x: f64) -> f64 {
  %outer = functional.lambda (%a: f64) -> f64 {
    %g = functional.lambda (%y: f64) -> f64 {
      %s = arith.addf %a, %y : f64
      functional.return %s : f64
    }
    %dg = functional.grad %g : !functional.fn<(f64) -> f64>
    %one = arith.constant 1.0 : f64
    %d = functional.apply %dg(%one) : !functional.fn<(f64) -> f64>
    %p = arith.mulf %a, %d : f64
    functional.return %p : f64
  }
  %douter = functional.grad %outer : !functional.fn<(f64) -> f64>
  %r = functional.apply %douter(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
