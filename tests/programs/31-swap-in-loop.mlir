// Two values that swap in a loop, in a tuple.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3, 0.6, 5], "results": [2.9366305956000005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 0.6, 5], "value": [2.9366305956000005], "gradients": [18.071572896000003, 9.788768652000002]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3, 0.6, 5], "value": [2.9366305956000005], "gradients": [18.071572896000003, 9.788768652000002]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 0.6, 5], "results": [97.30846944000001]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3, 0.6, 5], "results": [97.30846944000001]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3, 0.6, 5], "results": [97.30846944000001]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3, 0.6, 5], "results": [97.30846944000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 0.6, 0], "value": [1.014], "gradients": [1.56, 1.6900000000000002]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 0.6, 0], "results": [1.2]}

func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %t0 = functional.tuple %x, %y : f64, f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%t = %t0) -> (tuple<f64, f64>) {
    %a = functional.get %t[0] : tuple<f64, f64>
    %b = functional.get %t[1] : tuple<f64, f64>
    %c = arith.mulf %a, %x : f64
    %u = functional.tuple %b, %c : f64, f64
    scf.yield %u : tuple<f64, f64>
  }
  %a = functional.get %r[0] : tuple<f64, f64>
  %b = functional.get %r[1] : tuple<f64, f64>
  %aa = arith.mulf %a, %a : f64
  %aab = arith.mulf %aa, %b : f64
  return %aab : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %y: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, index) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %y: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, index) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %y: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, index) -> f64
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
func.func @fwd_fwd(%x: f64, %y: f64, %n: index) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, index) -> f64
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
