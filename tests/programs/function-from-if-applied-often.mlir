// A function given by scf.if is applied to three arguments, once to its own result.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5], "results": [2.71875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.5], "value": [2.71875], "gradients": [10.8125]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.5], "value": [2.71875], "gradients": [10.8125]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.5], "cotangents": [2.0], "value": [2.71875], "gradients": [21.625]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.5], "tangents": [0.5], "value": [2.71875], "tangents_out": [5.40625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.5], "gradients": [31.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.5], "gradients": [31.5]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5], "results": [31.5]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.5], "results": [31.5]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.5], "results": [31.5]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.5], "results": [31.5]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.75], "results": [5.083348663446231]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.75], "value": [5.083348663446231], "gradients": [5.089371049829974]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.75], "value": [5.083348663446231], "gradients": [5.089371049829974]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.75], "cotangents": [2.0], "value": [5.083348663446231], "gradients": [10.178742099659948]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.75], "tangents": [0.5], "value": [5.083348663446231], "tangents_out": [2.544685524914987]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.75], "gradients": [-1.2060849642456366]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.75], "gradients": [-1.2060849642456366]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.75], "results": [-1.2060849642456366]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.75], "results": [-1.2060849642456366]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.75], "results": [-1.2060849642456366]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.75], "results": [-1.2060849642456366]}

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %small = arith.cmpf olt, %x, %one : f64
  %g = scf.if %small -> (!functional.fn<(f64) -> f64>) {
    %square = functional.lambda (%z: f64) -> f64 {
      %zz = arith.mulf %z, %z : f64
      %s = arith.addf %zz, %x : f64
      functional.return %s : f64
    }
    scf.yield %square : !functional.fn<(f64) -> f64>
  } else {
    %sine = functional.lambda (%z: f64) -> f64 {
      %s = math.sin %z : f64
      %p = arith.mulf %s, %x : f64
      functional.return %p : f64
    }
    scf.yield %sine : !functional.fn<(f64) -> f64>
  }
  %a = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
  %c = functional.apply %g(%one) : !functional.fn<(f64) -> f64>
  %ab = arith.addf %a, %b : f64
  %r = arith.mulf %ab, %c : f64
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
