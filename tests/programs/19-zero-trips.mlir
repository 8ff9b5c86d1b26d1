// A loop of no trip: for i in 0..0 { x = x x }.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3], "results": [1.3]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3], "value": [1.3], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3], "value": [1.3], "gradients": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3], "results": [0.0]}

func.func @f(%x: f64) -> f64 {
  %from = arith.constant 0 : index
  %step = arith.constant 1 : index
  %r = scf.for %i = %from to %from step %step iter_args(%p = %x) -> (f64) {
    %q = arith.mulf %p, %p : f64
    scf.yield %q : f64
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
