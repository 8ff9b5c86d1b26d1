// A loop that is left early: the partial sums of x + x^2 + ... times the trips, where they exceed 10.
// The way back is through a flag.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5], "results": [36.5625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.5], "value": [36.5625], "gradients": [72.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5], "value": [36.5625], "gradients": [72.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.5], "gradients": [126.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5], "results": [114.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5], "results": [114.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5], "results": [114.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5], "results": [114.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.5], "value": [0.9999990463256836], "gradients": [3.999958038330078]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5], "results": [15.99822998046875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [20.0], "value": [0.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [20.0], "results": [0.0]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %ten = arith.constant 10.0 : f64
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %most = arith.constant 20 : i64
  %no = arith.constant false
  %yes = arith.constant true
  %r:5 = scf.while (%s = %zero, %p = %one, %i = %c0, %out = %no, %v = %zero) : (f64, f64, i64, i1, f64) -> (f64, f64, i64, i1, f64) {
    %few = arith.cmpi slt, %i, %most : i64
    %in = arith.xori %out, %yes : i1
    %more = arith.andi %few, %in : i1
    scf.condition(%more) %s, %p, %i, %out, %v : f64, f64, i64, i1, f64
  } do {
  ^bb0(%s: f64, %p: f64, %i: i64, %out: i1, %v: f64):
    %q = arith.mulf %p, %x : f64
    %t = arith.addf %s, %q : f64
    %large = arith.cmpf ogt, %t, %ten : f64
    %w:2 = scf.if %large -> (i1, f64) {
      %k = arith.sitofp %i : i64 to f64
      %tk = arith.mulf %t, %k : f64
      scf.yield %yes, %tk : i1, f64
    } else {
      scf.yield %no, %t : i1, f64
    }
    %j = arith.addi %i, %c1 : i64
    scf.yield %t, %q, %j, %w#0, %w#1 : f64, f64, i64, i1, f64
  }
  return %r#4 : f64
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
