// S and K: S K h is the identity for every h, S (×) I the square; curried throughout; f = x⁴.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.25], "results": [2.44140625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.25], "value": [2.44140625], "gradients": [7.8125]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.25], "value": [2.44140625], "gradients": [7.8125]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.25], "cotangents": [2.0], "value": [2.44140625], "gradients": [15.625]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.25], "tangents": [0.5], "value": [2.44140625], "tangents_out": [3.90625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.25], "gradients": [18.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.25], "gradients": [18.75]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.25], "results": [18.75]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.25], "results": [18.75]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.25], "results": [18.75]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.25], "results": [18.75]}

func.func @f(%x: f64) -> f64 {
  // S g h = λz. g z (h z), with g : f64 -> (f64 -> f64), h : f64 -> f64.
  %s = functional.lambda (%g: !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>, %h: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %sgh = functional.lambda (%z: f64) -> f64 {
      %gz = functional.apply %g(%z) : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
      %hz = functional.apply %h(%z) : !functional.fn<(f64) -> f64>
      %r = functional.apply %gz(%hz) : !functional.fn<(f64) -> f64>
      functional.return %r : f64
    }
    functional.return %sgh : !functional.fn<(f64) -> f64>
  }
  %k = functional.lambda (%z: f64) -> !functional.fn<(f64) -> f64> {
    %kz = functional.lambda (%drop: f64) -> f64 {
      functional.return %z : f64
    }
    functional.return %kz : !functional.fn<(f64) -> f64>
  }
  %half = functional.lambda (%z: f64) -> f64 {
    %c = arith.constant 0.5 : f64
    %r = arith.mulf %c, %z : f64
    functional.return %r : f64
  }
  %times = functional.lambda (%a: f64) -> !functional.fn<(f64) -> f64> {
    %times_a = functional.lambda (%b: f64) -> f64 {
      %ab = arith.mulf %a, %b : f64
      functional.return %ab : f64
    }
    functional.return %times_a : !functional.fn<(f64) -> f64>
  }
  %id = functional.apply %s(%k, %half) : !functional.fn<(!functional.fn<(f64) -> !functional.fn<(f64) -> f64>>, !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %square = functional.apply %s(%times, %id) : !functional.fn<(!functional.fn<(f64) -> !functional.fn<(f64) -> f64>>, !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %y = functional.apply %square(%x) : !functional.fn<(f64) -> f64>
  %r = functional.apply %square(%y) : !functional.fn<(f64) -> f64>
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
