// where(s > 0, sqrt s, 0) in a recursion: at 0 the derivative of the square root is infinite, and must not be multiplied by 0.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.0, 2.0, 3], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.0, 2.0, 3], "value": [0.0], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.0, 2.0, 3], "value": [0.0], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.3, 2.0, 3], "value": [3.56348230978194], "gradients": [3.078811471641357, 2.6398388682895333]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.3, 2.0, 3], "results": [-4.3870919764641005]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [-1.0, 2.0, 3], "value": [-1.0], "gradients": [1.0, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 2.0, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 2.0, 3], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.0, 2.0, 3], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.0, 2.0, 3], "results": [0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.0, 2.0, 3], "results": [0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.3, 2.0, 3], "results": [-4.3870919764641005]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.3, 2.0, 3], "results": [-4.3870919764641005]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.3, 2.0, 3], "results": [-4.3870919764641005]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %zero = arith.constant 0.0 : f64
  %done = arith.cmpi eq, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %s = func.call @f(%x, %y, %m) : (f64, f64, i64) -> f64
    %positive = arith.cmpf ogt, %s, %zero : f64
    %root = math.sqrt %s : f64
    %q = arith.select %positive, %root, %zero : f64
    %qy = arith.mulf %q, %y : f64
    %t = arith.addf %qy, %x : f64
    scf.yield %t : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %y: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %y: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, i64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %y: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, i64) -> f64
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
func.func @fwd_fwd(%x: f64, %y: f64, %n: i64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %y, %n) : (f64, f64, i64) -> f64
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
