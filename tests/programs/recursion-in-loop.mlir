// A call of a recursive function in a loop: x^k with k the trip.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.8, 4], "results": [1367.604439282741]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.8, 4], "value": [1367.604439282741], "gradients": [12276.076747316167]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.8, 4], "value": [1367.604439282741], "gradients": [12276.076747316167]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.8, 4], "gradients": [944365.5407455835]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.8, 4], "results": [108773.71228253665]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.8, 4], "results": [108773.71228253665]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.8, 4], "results": [108773.71228253665]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.8, 4], "results": [108773.71228253665]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.8, 0], "value": [0.8], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.8, 0], "results": [0.0]}

func.func private @power(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %done = arith.cmpi eq, %n, %zero : i64
  %r = scf.if %done -> (f64) {
    %one = arith.constant 1.0 : f64
    scf.yield %one : f64
  } else {
    %one = arith.constant 1 : i64
    %m = arith.subi %n, %one : i64
    %rest = func.call @power(%x, %m) : (f64, i64) -> f64
    %p = arith.mulf %x, %rest : f64
    scf.yield %p : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x) -> (f64) : i64 {
    %p = func.call @power(%s, %i) : (f64, i64) -> f64
    %xs = arith.mulf %x, %s : f64
    %t = arith.addf %p, %xs : f64
    scf.yield %t : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
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
func.func @fwd_fwd(%x: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i64) -> f64
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
