// scf.index_switch in a loop.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 7], "results": [0.9640206796498867]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 7], "value": [0.9640206796498867], "gradients": [-1.050750687718776]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 7], "value": [0.9640206796498867], "gradients": [-1.050750687718776]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.7, 7], "gradients": [17.118184491047934]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 7], "results": [-15.211298527879821]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 7], "results": [-15.211298527879821]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 7], "results": [-15.211298527879821]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 7], "results": [-15.211298527879821]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 1], "value": [0.48999999999999994], "gradients": [1.4]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1], "results": [2.0]}

func.func @f(%x: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x) -> (f64) {
    %k = arith.remui %i, %c4 : index
    %t = scf.index_switch %k -> f64
    case 0 {
      %a = arith.mulf %s, %x : f64
      scf.yield %a : f64
    }
    case 2 {
      %a = math.sin %s : f64
      scf.yield %a : f64
    }
    default {
      %a = arith.addf %s, %x : f64
      scf.yield %a : f64
    }
    scf.yield %t : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, index) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, index) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, index) -> f64
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
func.func @fwd_fwd(%x: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, index) -> f64
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
