// A stack in the source: pushed to in one loop, popped from in another, once more than was pushed.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 4], "results": [51.55172863073247]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 4], "value": [51.55172863073247], "gradients": [371.829239552603]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 4], "value": [51.55172863073247], "gradients": [371.829239552603]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.7, 4], "gradients": [10356.365126322744]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 4], "results": [2220.2176563554895]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 4], "results": [2220.2176563554895]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 4], "results": [2220.2176563554895]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 4], "results": [2220.2176563554895]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 0], "value": [0.7], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 0], "results": [0.0]}

func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %one = arith.constant 1.0 : f64
  %more = arith.addi %n, %c1 : i64
  %empty = functional.stack : !functional.stack<f64, i64, f64>
  %full = scf.for %i = %c0 to %n step %c1 iter_args(%s = %empty) -> (!functional.stack<f64, i64, f64>) : i64 {
    %k = arith.sitofp %i : i64 to f64
    %a = arith.mulf %x, %k : f64
    %c = math.sin %x : f64
    %b = arith.addf %c, %k : f64
    %t = functional.push %s, %a, %i, %b : !functional.stack<f64, i64, f64>
    scf.yield %t : !functional.stack<f64, i64, f64>
  }
  %r:2 = scf.for %i = %c0 to %more step %c1 iter_args(%v = %one, %s = %full) -> (f64, !functional.stack<f64, i64, f64>) : i64 {
    %rest, %a, %j, %b = functional.pop %s : !functional.stack<f64, i64, f64>
    %vx = arith.mulf %v, %x : f64
    %ab = arith.mulf %a, %b : f64
    %abv = arith.mulf %ab, %v : f64
    %p = arith.addf %vx, %abv : f64
    %q = arith.addf %p, %b : f64
    scf.yield %q, %rest : f64, !functional.stack<f64, i64, f64>
  }
  return %r#0 : f64
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
