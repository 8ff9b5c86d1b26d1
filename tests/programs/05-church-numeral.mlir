// A Church numeral: ((λf. λx. f(f(f(x))))(λy. y·y))(x) = x⁸.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.1], "results": [2.1435888100000016]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.1], "value": [2.1435888100000016], "gradients": [15.58973680000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.1], "value": [2.1435888100000016], "gradients": [15.58973680000001]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.1], "cotangents": [2.0], "value": [2.1435888100000016], "gradients": [31.17947360000002]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.1], "tangents": [0.5], "value": [2.1435888100000016], "tangents_out": [7.794868400000005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.1], "gradients": [99.20741600000005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.1], "gradients": [99.20741600000005]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.1], "results": [99.20741600000005]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.1], "results": [99.20741600000005]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.1], "results": [99.20741600000005]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.1], "results": [99.20741600000005]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.5], "results": [0.00390625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-0.5], "value": [0.00390625], "gradients": [-0.0625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-0.5], "value": [0.00390625], "gradients": [-0.0625]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-0.5], "cotangents": [2.0], "value": [0.00390625], "gradients": [-0.125]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-0.5], "tangents": [0.5], "value": [0.00390625], "tangents_out": [-0.03125]}

func.func @f(%x: f64) -> f64 {
  %three = functional.lambda (%f: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %power = functional.lambda (%a: f64) -> f64 {
      %b = functional.apply %f(%a) : !functional.fn<(f64) -> f64>
      %c = functional.apply %f(%b) : !functional.fn<(f64) -> f64>
      %d = functional.apply %f(%c) : !functional.fn<(f64) -> f64>
      functional.return %d : f64
    }
    functional.return %power : !functional.fn<(f64) -> f64>
  }
  %square = functional.lambda (%y: f64) -> f64 {
    %yy = arith.mulf %y, %y : f64
    functional.return %yy : f64
  }
  %eighth = functional.apply %three(%square) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %eighth(%x) : !functional.fn<(f64) -> f64>
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
