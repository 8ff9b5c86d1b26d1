// A branch gives a function: a = x², b = x + 5; (x < 0 ? λ. a + b : λ. a·b)().
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.5], "results": [192.375]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [4.5], "value": [192.375], "gradients": [105.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [4.5], "value": [192.375], "gradients": [105.75]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [4.5], "cotangents": [2.0], "value": [192.375], "gradients": [211.5]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [4.5], "tangents": [0.5], "value": [192.375], "tangents_out": [52.875]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-7.9], "results": [59.510000000000005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-7.9], "value": [59.510000000000005], "gradients": [-14.8]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-7.9], "value": [59.510000000000005], "gradients": [-14.8]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-7.9], "cotangents": [2.0], "value": [59.510000000000005], "gradients": [-29.6]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-7.9], "tangents": [0.5], "value": [59.510000000000005], "tangents_out": [-7.4]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [4.5], "gradients": [37.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [4.5], "gradients": [37.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.5], "results": [37.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [4.5], "results": [37.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [4.5], "results": [37.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [4.5], "results": [37.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [-7.9], "gradients": [2.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [-7.9], "gradients": [2.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-7.9], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [-7.9], "results": [2.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [-7.9], "results": [2.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [-7.9], "results": [2.0]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %five = arith.constant 5.0 : f64
  %a = arith.mulf %x, %x : f64
  %b = arith.addf %x, %five : f64
  %negative = arith.cmpf olt, %x, %zero : f64
  %thunk = scf.if %negative -> (!functional.fn<() -> f64>) {
    %sum = functional.lambda () -> f64 {
      %s = arith.addf %a, %b : f64
      functional.return %s : f64
    }
    scf.yield %sum : !functional.fn<() -> f64>
  } else {
    %product = functional.lambda () -> f64 {
      %p = arith.mulf %a, %b : f64
      functional.return %p : f64
    }
    scf.yield %product : !functional.fn<() -> f64>
  }
  %r = functional.apply %thunk() : !functional.fn<() -> f64>
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
