// Bounds and a step that are known at run time only; the induction variable takes part.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, -5, 6, 3], "results": [-0.8909780133040209]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, -5, 6, 3], "value": [-0.8909780133040209], "gradients": [-30.122282449688786]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, -5, 6, 3], "value": [-0.8909780133040209], "gradients": [-30.122282449688786]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.7, -5, 6, 3], "gradients": [114804.96907641544]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, -5, 6, 3], "results": [-123.70914037634249]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, -5, 6, 3], "results": [-123.70914037634249]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, -5, 6, 3], "results": [-123.70914037634249]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, -5, 6, 3], "results": [-123.70914037634249]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 2, -3, 1], "value": [0.7], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 2, -3, 1], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 0, 1, 100], "value": [0.48999999999999994], "gradients": [1.4]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 0, 1, 100], "results": [2.0]}

func.func @f(%x: f64, %from: i64, %to: i64, %step: i64) -> f64 {
  %r = scf.for %i = %from to %to step %step iter_args(%s = %x) -> (f64) : i64 {
    %k = arith.sitofp %i : i64 to f64
    %sk = arith.mulf %s, %k : f64
    %t = math.sin %sk : f64
    %sx = arith.mulf %s, %x : f64
    %u = arith.addf %sx, %t : f64
    scf.yield %u : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %from: i64, %to: i64, %step: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %from, %to, %step) : (f64, i64, i64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %from: i64, %to: i64, %step: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %from, %to, %step) : (f64, i64, i64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %from: i64, %to: i64, %step: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %from, %to, %step) : (f64, i64, i64, i64) -> f64
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
func.func @fwd_fwd(%x: f64, %from: i64, %to: i64, %step: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %from, %to, %step) : (f64, i64, i64, i64) -> f64
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
