// A loop of unknown trips in a loop: its stack is kept on the outer stack.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3, 5], "results": [3.201268237348101]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 5], "value": [3.201268237348101], "gradients": [3.1539833863664297]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3, 5], "value": [3.201268237348101], "gradients": [3.1539833863664297]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.3, 5], "gradients": [3.4895550919142946]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 5], "results": [1.3278357605637194]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3, 5], "results": [1.3278357605637194]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3, 5], "results": [1.3278357605637194]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3, 5], "results": [1.3278357605637194]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 0], "value": [1.3], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 0], "results": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [4.0, 2], "value": [4.84], "gradients": [1.21]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.0, 2], "results": [0.0]}

func.func @f(%x: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %three = arith.constant 3.0 : f64
  %tenth = arith.constant 0.1 : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %x) -> (f64) {
    %y = scf.while (%a = %s) : (f64) -> f64 {
      %more = arith.cmpf olt, %a, %three : f64
      scf.condition(%more) %a : f64
    } do {
    ^bb0(%a: f64):
      %b = arith.mulf %a, %x : f64
      %c = math.sin %s : f64
      %d = arith.addf %b, %c : f64
      scf.yield %d : f64
    }
    %t = arith.mulf %y, %tenth : f64
    %u = arith.addf %s, %t : f64
    scf.yield %u : f64
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
