// Five functional.grad ops on sin: the fifth derivative is cos.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5], "results": [0.8775825618903728]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.5], "value": [0.8775825618903728], "gradients": [-0.479425538604203]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.5], "value": [0.8775825618903728], "gradients": [-0.479425538604203]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.5], "cotangents": [2.0], "value": [0.8775825618903728], "gradients": [-0.958851077208406]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.5], "tangents": [0.5], "value": [0.8775825618903728], "tangents_out": [-0.2397127693021015]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.5], "gradients": [-0.8775825618903728]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.5], "gradients": [-0.8775825618903728]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5], "results": [-0.8775825618903728]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.5], "results": [-0.8775825618903728]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.5], "results": [-0.8775825618903728]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.5], "results": [-0.8775825618903728]}
// CHECK-CALL: {"entry": "nested", "command": "run", "inputs": [0.5], "results": [0.8775825618903728]}

func.func @f(%x: f64) -> f64 {
  %sin = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    functional.return %s : f64
  }
  %d1 = functional.grad %sin : !functional.fn<(f64) -> f64>
  %d2 = functional.grad %d1 : !functional.fn<(f64) -> f64>
  %d3 = functional.grad %d2 : !functional.fn<(f64) -> f64>
  %d4 = functional.grad %d3 : !functional.fn<(f64) -> f64>
  %d5 = functional.grad %d4 : !functional.fn<(f64) -> f64>
  %r = functional.apply %d5(%x) : !functional.fn<(f64) -> f64>
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

// Five applications nested in bodies: each body takes the gradient of the function of the next.
func.func @nested(%x: f64) -> f64 {
  %g1 = functional.lambda (%a: f64) -> f64 {
    %g2 = functional.lambda (%b: f64) -> f64 {
      %g3 = functional.lambda (%c: f64) -> f64 {
        %g4 = functional.lambda (%d: f64) -> f64 {
          %g5 = functional.lambda (%e: f64) -> f64 {
            %s = math.sin %e : f64
            functional.return %s : f64
          }
          %d5 = functional.grad %g5 : !functional.fn<(f64) -> f64>
          %r5 = functional.apply %d5(%d) : !functional.fn<(f64) -> f64>
          functional.return %r5 : f64
        }
        %d4 = functional.grad %g4 : !functional.fn<(f64) -> f64>
        %r4 = functional.apply %d4(%c) : !functional.fn<(f64) -> f64>
        functional.return %r4 : f64
      }
      %d3 = functional.grad %g3 : !functional.fn<(f64) -> f64>
      %r3 = functional.apply %d3(%b) : !functional.fn<(f64) -> f64>
      functional.return %r3 : f64
    }
    %d2 = functional.grad %g2 : !functional.fn<(f64) -> f64>
    %r2 = functional.apply %d2(%a) : !functional.fn<(f64) -> f64>
    functional.return %r2 : f64
  }
  %d1 = functional.grad %g1 : !functional.fn<(f64) -> f64>
  %r = functional.apply %d1(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
