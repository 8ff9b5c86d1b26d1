// The inner bound is the outer induction variable: the sum over i < n of x times the product over j < i of x + j.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0, 3], "results": [18.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [2.0, 3], "value": [18.0], "gradients": [21.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [2.0, 3], "value": [18.0], "gradients": [21.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [2.0, 3], "gradients": [6.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.0, 3], "results": [16.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [2.0, 3], "results": [16.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [2.0, 3], "results": [16.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [2.0, 3], "results": [16.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.1, 6], "value": [209.73437100000007], "gradients": [625.5465600000001]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.1, 6], "results": [1443.5830000000003]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [2.0, 0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.0, 0], "results": [0.0]}

func.func @f(%x: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %zero) -> (f64) {
    %p = scf.for %j = %c0 to %i step %c1 iter_args(%p = %x) -> (f64) {
      %k = arith.index_cast %j : index to i64
      %y = arith.sitofp %k : i64 to f64
      %xy = arith.addf %x, %y : f64
      %q = arith.mulf %p, %xy : f64
      scf.yield %q : f64
    }
    %t = arith.addf %s, %p : f64
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
