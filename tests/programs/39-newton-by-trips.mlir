// Newton's method for the square root of a, trip by trip.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.0], "results": [1.7320508075688772], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [3.0], "value": [1.7320508075688772], "gradients": [0.2886751345948129], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [3.0], "value": [1.7320508075688772], "gradients": [0.2886751345948129], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [3.0], "gradients": [0.024056261216235553], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [3.0], "results": [-0.04811252243246867], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [3.0], "results": [-0.04811252243246867], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [3.0], "results": [-0.04811252243246867], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [3.0], "results": [-0.04811252243246867], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.25], "value": [0.5000000000000006], "gradients": [0.999999999999955], "tolerance": 1e-09}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.25], "results": [-1.999999999996226], "tolerance": 1e-09}

func.func @f(%a: f64) -> f64 {
  %small = arith.constant 1.0e-9 : f64
  %half = arith.constant 0.5 : f64
  %x = scf.while (%x = %a) : (f64) -> f64 {
    %xx = arith.mulf %x, %x : f64
    %e = arith.subf %xx, %a : f64
    %size = math.absf %e : f64
    %more = arith.cmpf ogt, %size, %small : f64
    scf.condition(%more) %x : f64
  } do {
  ^bb0(%x: f64):
    %q = arith.divf %a, %x : f64
    %s = arith.addf %x, %q : f64
    %n = arith.mulf %half, %s : f64
    scf.yield %n : f64
  }
  return %x : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%a: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%a) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%a: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%a, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%a: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%a) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over forward.
func.func @fwd_fwd(%a: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %second:2 = functional.apply %ddf(%a, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}
