// A loop whose whole body stands before its condition.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3], "results": [71.11458401086097]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3], "value": [71.11458401086097], "gradients": [216.29831668995786]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3], "value": [71.11458401086097], "gradients": [216.29831668995786]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.3], "gradients": [-27136.836186379594]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3], "results": [-182.39303609290585]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3], "results": [-182.39303609290585]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3], "results": [-182.39303609290585]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3], "results": [-182.39303609290585]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [6.0], "value": [111.17588819029764], "gradients": [-194.35692976256865]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [6.0], "results": [-7471.100531586705]}

func.func @f(%x: f64) -> f64 {
  %five = arith.constant 5.0 : f64
  %factor = arith.constant 2.0 : f64
  %r:2 = scf.while (%s = %x) : (f64) -> (f64, f64) {
    %a = math.sin %s : f64
    %b = arith.mulf %a, %x : f64
    %y = arith.addf %b, %s : f64
    %more = arith.cmpf olt, %y, %five : f64
    %ys = arith.mulf %y, %s : f64
    scf.condition(%more) %y, %ys : f64, f64
  } do {
  ^bb0(%y: f64, %ys: f64):
    %s = arith.mulf %y, %factor : f64
    scf.yield %s : f64
  }
  return %r#1 : f64
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
