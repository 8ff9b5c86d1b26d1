// A call in a loop of a function that is too large to be inlined, or is.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.1, 4], "results": [2.650606155379289]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.1, 4], "value": [2.650606155379289], "gradients": [8.268008336958973]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.1, 4], "value": [2.650606155379289], "gradients": [8.268008336958973]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.1, 4], "gradients": [-93536.4318069074]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.1, 4], "results": [-1355.9290726110594]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.1, 4], "results": [-1355.9290726110594]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.1, 4], "results": [-1355.9290726110594]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.1, 4], "results": [-1355.9290726110594]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.1, 0], "value": [1.1], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.1, 0], "results": [0.0]}

func.func private @g(%a: f64, %b: f64) -> f64 attributes {no_inline} {
  %ab = arith.mulf %a, %b : f64
  %s = math.sin %ab : f64
  %t = arith.addf %a, %b : f64
  %r = arith.mulf %s, %t : f64
  return %r : f64
}
func.func @f(%x: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x) -> (f64) {
    %t = func.call @g(%s, %x) : (f64, f64) -> f64
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
