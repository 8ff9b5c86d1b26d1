// while in for in for, with a branch inside.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3], "results": [2.679351772564515]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3], "value": [2.679351772564515], "gradients": [2.577861338159005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3], "value": [2.679351772564515], "gradients": [2.577861338159005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.3], "gradients": [16.334552126895655]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3], "results": [-5.4115008686505455]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3], "results": [-5.4115008686505455]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3], "results": [-5.4115008686505455]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3], "results": [-5.4115008686505455]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.4], "value": [-0.5224095931911162], "gradients": [0.6629587148137593]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.4], "results": [6.11597876461796]}

func.func @f(%x: f64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %c2 = arith.constant 2 : i64
  %c3 = arith.constant 3 : i64
  %half = arith.constant 0.5 : f64
  %third = arith.constant 0.3 : f64
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%s0 = %x) -> (f64) : i64 {
    %r1 = scf.for %j = %c0 to %c2 step %c1 iter_args(%s = %s0) -> (f64) : i64 {
      %ij = arith.addi %i, %j : i64
      %w:2 = scf.while (%t = %s, %k = %c0) : (f64, i64) -> (f64, i64) {
        %more = arith.cmpi slt, %k, %ij : i64
        scf.condition(%more) %t, %k : f64, i64
      } do {
      ^bb0(%t: f64, %k: i64):
        %m = arith.remsi %k, %c2 : i64
        %odd = arith.cmpi ne, %m, %c0 : i64
        %v = scf.if %odd -> (f64) {
          %a = arith.mulf %t, %x : f64
          %b = math.cos %t : f64
          %c = arith.subf %a, %b : f64
          scf.yield %c : f64
        } else {
          %a = math.sin %s : f64
          %c = arith.addf %t, %a : f64
          scf.yield %c : f64
        }
        %k1 = arith.addi %k, %c1 : i64
        scf.yield %v, %k1 : f64, i64
      }
      %a = arith.mulf %s, %half : f64
      %b = arith.mulf %w#0, %third : f64
      %c = arith.addf %a, %b : f64
      scf.yield %c : f64
    }
    scf.yield %r1 : f64
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
