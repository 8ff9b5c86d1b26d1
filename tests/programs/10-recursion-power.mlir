// Recursion that is no tail call: pow(x, n) = n = 0 ? 1 : x pow(x, n - 1).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3, 7], "results": [6.274851700000003]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.3, 7], "value": [6.274851700000003], "gradients": [33.78766300000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3, 7], "value": [6.274851700000003], "gradients": [33.78766300000001]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.3, 7], "cotangents": [2.0], "value": [6.274851700000003], "gradients": [67.57532600000002]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.3, 7], "tangents": [0.5], "value": [6.274851700000003], "tangents_out": [16.893831500000005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.3, 7], "gradients": [155.94306000000003]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.3, 7], "gradients": [155.94306000000003]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [1.3, 7], "gradients": [599.7810000000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [1.3, 7], "gradients": [599.7810000000001]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 7], "results": [155.94306000000003]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3, 7], "results": [155.94306000000003]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3, 7], "results": [155.94306000000003]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3, 7], "results": [155.94306000000003]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3, 0], "results": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.3, 0], "value": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3, 0], "value": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.3, 0], "cotangents": [2.0], "value": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.3, 0], "tangents": [0.5], "value": [1.0], "tangents_out": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.3, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.3, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [1.3, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [1.3, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 0], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3, 0], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3, 0], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3, 0], "results": [0.0]}

func.func @f(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %done = arith.cmpi eq, %n, %zero : i64
  %r = scf.if %done -> (f64) {
    %one = arith.constant 1.0 : f64
    scf.yield %one : f64
  } else {
    %one = arith.constant 1 : i64
    %m = arith.subi %n, %one : i64
    %rest = func.call @f(%x, %m) : (f64, i64) -> f64
    %p = arith.mulf %x, %rest : f64
    scf.yield %p : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
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
func.func @fwd_fwd(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
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
