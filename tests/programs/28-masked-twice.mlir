// where(s > 0, sqrt s, 0) twice: both uses of the square root in the second derivative are under the mask, and so is what their sum is divided by.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.0, 2.0], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.0, 2.0], "value": [0.0], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.0, 2.0], "value": [0.0], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.3, 2.0], "value": [2.662579196564917], "gradients": [3.3920822315366648, 1.6449545271039177]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.3, 2.0], "results": [-4.9978699609745885]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [-1.0, 2.0], "value": [-1.0], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-1.0, 2.0], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 2.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 2.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.3, 2.0], "results": [-4.9978699609745885]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.3, 2.0], "results": [-4.9978699609745885]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.3, 2.0], "results": [-4.9978699609745885]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %positive0 = arith.cmpf ogt, %x, %zero : f64
  %root0 = math.sqrt %x : f64
  %q0 = arith.select %positive0, %root0, %zero : f64
  %qy0 = arith.mulf %q0, %y : f64
  %s1 = arith.addf %qy0, %x : f64
  %positive1 = arith.cmpf ogt, %s1, %zero : f64
  %root1 = math.sqrt %s1 : f64
  %q1 = arith.select %positive1, %root1, %zero : f64
  %qy1 = arith.mulf %q1, %y : f64
  %s2 = arith.addf %qy1, %x : f64
  return %s2 : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %y: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y) : (f64, f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %y: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y) : (f64, f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %y: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y) : (f64, f64) -> f64
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
func.func @fwd_fwd(%x: f64, %y: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y) : (f64, f64) -> f64
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
