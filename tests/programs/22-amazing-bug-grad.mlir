// The "amazing bug": s = λu. λg. λx. g(x + u), 𝒟 = D s 0; 𝒟(𝒟 exp)(1) = e, not 0.
// 𝒟 is functional.grad of a function that returns a function; both uses of 𝒟 are of one value.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.0], "results": [2.718281828459045]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.0], "value": [2.718281828459045], "gradients": [2.718281828459045]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.0], "value": [2.718281828459045], "gradients": [2.718281828459045]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.0], "cotangents": [2.0], "value": [2.718281828459045], "gradients": [5.43656365691809]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.0], "tangents": [0.5], "value": [2.718281828459045], "tangents_out": [1.3591409142295225]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.0], "gradients": [2.718281828459045]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.0], "gradients": [2.718281828459045]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.0], "results": [2.718281828459045]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.0], "results": [2.718281828459045]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.0], "results": [2.718281828459045]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.0], "results": [2.718281828459045]}

// λu. λg. λx. g(x + u).
func.func private @shift(%u: f64) -> !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>> {
  %on_function = functional.lambda (%g: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %shifted = functional.lambda (%x: f64) -> f64 {
      %y = arith.addf %x, %u : f64
      %r = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
      functional.return %r : f64
    }
    functional.return %shifted : !functional.fn<(f64) -> f64>
  }
  return %on_function : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
}

func.func @f(%x: f64) -> f64 {
  %shift = functional.ref @shift : !functional.fn<(f64) -> !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>>
  %zero = arith.constant 0.0 : f64
  %ds = functional.grad %shift : !functional.fn<(f64) -> !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>>
  %d = functional.apply %ds(%zero) : !functional.fn<(f64) -> !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>>
  %g = functional.lambda (%y: f64) -> f64 {
    %e = math.exp %y : f64
    functional.return %e : f64
  }
  %dg = functional.apply %d(%g) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %ddg = functional.apply %d(%dg) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %ddg(%x) : !functional.fn<(f64) -> f64>
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
