// Fourth order: g(x) = x⁵ + 2x; g⁗(−3) = −360, by four functional.grad and by four functional.jvp ops.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-3.0], "results": [-249.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-3.0], "value": [-249.0], "gradients": [407.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-3.0], "value": [-249.0], "gradients": [407.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-3.0], "cotangents": [2.0], "value": [-249.0], "gradients": [814.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-3.0], "tangents": [0.5], "value": [-249.0], "tangents_out": [203.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [-3.0], "gradients": [-540.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [-3.0], "gradients": [-540.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-3.0], "results": [-540.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [-3.0], "results": [-540.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [-3.0], "results": [-540.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [-3.0], "results": [-540.0]}
// CHECK-CALL: {"entry": "fourth_reverse", "command": "run", "inputs": [-3.0], "results": [-360.0]}
// CHECK-CALL: {"entry": "fourth_forward", "command": "run", "inputs": [-3.0], "results": [-360.0]}
// CHECK-CALL: {"entry": "fourth_alternating", "command": "run", "inputs": [-3.0], "results": [-360.0]}

func.func @f(%x: f64) -> f64 {
  %x2 = arith.mulf %x, %x : f64
  %x4 = arith.mulf %x2, %x2 : f64
  %x5 = arith.mulf %x4, %x : f64
  %two = arith.constant 2.0 : f64
  %xx = arith.mulf %two, %x : f64
  %r = arith.addf %x5, %xx : f64
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

func.func @fourth_reverse(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %d1 = functional.grad %f : !functional.fn<(f64) -> f64>
  %d2 = functional.grad %d1 : !functional.fn<(f64) -> f64>
  %d3 = functional.grad %d2 : !functional.fn<(f64) -> f64>
  %d4 = functional.grad %d3 : !functional.fn<(f64) -> f64>
  %r = functional.apply %d4(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

func.func @fourth_forward(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %d = functional.lambda (%g: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %jg = functional.jvp %g : !functional.fn<(f64) -> f64>
    %dg = functional.lambda (%y: f64) -> f64 {
      %r:2 = functional.apply %jg(%y, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
      functional.return %r#1 : f64
    }
    functional.return %dg : !functional.fn<(f64) -> f64>
  }
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %d1 = functional.apply %d(%f) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %d2 = functional.apply %d(%d1) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %d3 = functional.apply %d(%d2) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %d4 = functional.apply %d(%d3) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %d4(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

func.func @fourth_alternating(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %d = functional.lambda (%g: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %jg = functional.jvp %g : !functional.fn<(f64) -> f64>
    %dg = functional.lambda (%y: f64) -> f64 {
      %r:2 = functional.apply %jg(%y, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
      functional.return %r#1 : f64
    }
    functional.return %dg : !functional.fn<(f64) -> f64>
  }
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %d1 = functional.grad %f : !functional.fn<(f64) -> f64>
  %d2 = functional.apply %d(%d1) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %d3 = functional.grad %d2 : !functional.fn<(f64) -> f64>
  %d4 = functional.apply %d(%d3) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %d4(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
