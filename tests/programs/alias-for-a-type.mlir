// Composition by partial application; a type alias, and braces in comments.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5], "results": [0.9990167012844754]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.5], "value": [0.9990167012844754], "gradients": [-0.06284211571212184]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.5], "value": [0.9990167012844754], "gradients": [-0.06284211571212184]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.5], "cotangents": [2.0], "value": [0.9990167012844754], "gradients": [-0.12568423142424368]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.5], "tangents": [0.5], "value": [0.9990167012844754], "tangents_out": [-0.03142105785606092]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.5], "gradients": [-2.02793423624685]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.5], "gradients": [-2.02793423624685]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5], "results": [-2.02793423624685]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.5], "results": [-2.02793423624685]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.5], "results": [-2.02793423624685]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.5], "results": [-2.02793423624685]}

!unary = !functional.fn<(f64) -> f64>

// The last of { the three } is applied first: "}" in a comment is no brace.
func.func @f(%x: f64) -> f64 {
  %compose = functional.lambda (%g: !unary, %h: !unary) -> !unary {
    %gh = functional.lambda (%z: f64) -> f64 {
      %hz = functional.apply %h(%z) : !unary
      %r = functional.apply %g(%hz) : !unary
      functional.return %r : f64
    }
    functional.return %gh : !unary
  }
  %exp = functional.lambda (%z: f64) -> f64 {
    %r = math.exp %z : f64
    functional.return %r : f64
  }
  %sin = functional.lambda (%z: f64) -> f64 {
    %r = math.sin %z : f64
    functional.return %r : f64
  }
  %scale = functional.partial %compose(%exp) : !functional.fn<(!unary, !unary) -> !unary>
  %exp_sin = functional.apply %scale(%sin) : !functional.fn<(!unary) -> !unary>
  %three = functional.apply %compose(%sin, %exp_sin) : !functional.fn<(!unary, !unary) -> !unary>
  %r = functional.apply %three(%x) : !unary
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
