// A loop whose condition is false at once.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5], "results": [1.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.5], "value": [1.5], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5], "value": [1.5], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.5], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [-1.5], "value": [2.25], "gradients": [-3.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-1.5], "results": [2.0]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %r = scf.while (%a = %x) : (f64) -> f64 {
    %more = arith.cmpf olt, %a, %zero : f64
    scf.condition(%more) %a : f64
  } do {
  ^bb0(%a: f64):
    %b = arith.mulf %a, %a : f64
    scf.yield %b : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64) -> f64 {
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
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64) -> f64 {
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
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}
