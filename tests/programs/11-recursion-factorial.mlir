// Recursion on the active value: fact(x) = x <= 1 ? 1 : x fact(x - 1).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.1], "results": [29.360099999999978]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [4.1], "value": [29.360099999999978], "gradients": [57.30399999999997]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [4.1], "value": [29.360099999999978], "gradients": [57.30399999999997]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [4.1], "cotangents": [2.0], "value": [29.360099999999978], "gradients": [114.60799999999993]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [4.1], "tangents": [0.5], "value": [29.360099999999978], "tangents_out": [28.651999999999983]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [4.1], "gradients": [76.11999999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [4.1], "gradients": [76.11999999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [4.1], "gradients": [62.39999999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [4.1], "gradients": [62.39999999999999]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.1], "results": [76.11999999999998]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [4.1], "results": [76.11999999999998]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [4.1], "results": [76.11999999999998]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [4.1], "results": [76.11999999999998]}

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %done = arith.cmpf ole, %x, %one : f64
  %r = scf.if %done -> (f64) {
    scf.yield %one : f64
  } else {
    %y = arith.subf %x, %one : f64
    %rest = func.call @f(%y) : (f64) -> f64
    %p = arith.mulf %x, %rest : f64
    scf.yield %p : f64
  }
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
