// A branch in a loop, whose sides use what the loop carries and a captured value.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 5], "results": [0.27413032826417655]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 5], "value": [0.27413032826417655], "gradients": [-2.529377812685727]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 5], "value": [0.27413032826417655], "gradients": [-2.529377812685727]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.7, 5], "gradients": [54.884388646052884]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 5], "results": [-13.37052040060549]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 5], "results": [-13.37052040060549]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 5], "results": [-13.37052040060549]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 5], "results": [-13.37052040060549]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 1], "value": [1.2526256410423509], "gradients": [1.3113066626291565]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 1], "results": [-0.7176279837931762]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 0], "value": [0.7], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 0], "results": [0.0]}

func.func @f(%x: f64, %n: i32) -> f64 {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %c2 = arith.constant 2 : i32
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x) -> (f64) : i32 {
    %m = arith.remsi %i, %c2 : i32
    %even = arith.cmpi eq, %m, %c0 : i32
    %t = scf.if %even -> (f64) {
      %a = math.sin %s : f64
      %b = arith.mulf %a, %x : f64
      scf.yield %b : f64
    } else {
      %k = arith.sitofp %i : i32 to f64
      %a = arith.mulf %x, %k : f64
      %b = arith.addf %s, %a : f64
      scf.yield %b : f64
    }
    scf.yield %t : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: i32) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i32) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: i32) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i32) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: i32) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i32) -> f64
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
func.func @fwd_fwd(%x: f64, %n: i32) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n) : (f64, i32) -> f64
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
