// The combinator that drops its second argument: f(a) = ((λb. λc. b)(a))(1).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.25], "results": [3.25]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [3.25], "value": [3.25], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [3.25], "value": [3.25], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [3.25], "cotangents": [2.0], "value": [3.25], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [3.25], "tangents": [0.5], "value": [3.25], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [3.25], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [3.25], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [3.25], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [3.25], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [3.25], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [3.25], "results": [0.0]}

func.func @f(%a: f64) -> f64 {
  %k = functional.lambda (%b: f64) -> !functional.fn<(f64) -> f64> {
    %inner = functional.lambda (%c: f64) -> f64 {
      functional.return %b : f64
    }
    functional.return %inner : !functional.fn<(f64) -> f64>
  }
  %ka = functional.apply %k(%a) : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
  %one = arith.constant 1.0 : f64
  %r = functional.apply %ka(%one) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%a: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%a) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%a: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %ddf(%a, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%a: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%a) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward.
func.func @fwd_fwd(%a: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %ddf(%a, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
