// One value as four arguments: g(x, x, x, x) with g = abcd.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5], "results": [5.0625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5], "value": [5.0625], "gradients": [13.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5], "value": [5.0625], "gradients": [13.5]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5], "cotangents": [2.0], "value": [5.0625], "gradients": [27.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5], "tangents": [0.5], "value": [5.0625], "tangents_out": [6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.5], "gradients": [27.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.5], "gradients": [27.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5], "results": [27.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5], "results": [27.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5], "results": [27.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5], "results": [27.0]}

func.func private @product(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %ab = arith.mulf %a, %b : f64
  %cd = arith.mulf %c, %d : f64
  %r = arith.mulf %ab, %cd : f64
  return %r : f64
}

func.func @f(%x: f64) -> f64 {
  %r = func.call @product(%x, %x, %x, %x) : (f64, f64, f64, f64) -> f64
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
