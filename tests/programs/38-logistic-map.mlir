// Ten steps of the logistic map.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.2], "results": [0.5130438570827404]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [3.2], "value": [0.5130438570827404], "gradients": [-0.3790307184739266]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [3.2], "value": [0.5130438570827404], "gradients": [-0.3790307184739266]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [3.2], "gradients": [-5.75398109950124]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [3.2], "results": [1.0340240542321675]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [3.2], "results": [1.0340240542321675]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [3.2], "results": [1.0340240542321675]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [3.2], "results": [1.0340240542321675]}

func.func @f(%r: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c10 = arith.constant 10 : index
  %one = arith.constant 1.0 : f64
  %start = arith.constant 0.5 : f64
  %x = scf.for %i = %c0 to %c10 step %c1 iter_args(%x = %start) -> (f64) {
    %rest = arith.subf %one, %x : f64
    %rx = arith.mulf %r, %x : f64
    %next = arith.mulf %rx, %rest : f64
    scf.yield %next : f64
  }
  return %x : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%r: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%r) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%r: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at) : (f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%r, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%r: f64) -> f64 {
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
  %second = functional.apply %ddf(%r) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over forward.
func.func @fwd_fwd(%r: f64) -> f64 {
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
  %second:2 = functional.apply %ddf(%r, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}
