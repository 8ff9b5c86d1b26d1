// A branch before the condition, so that the region is not copied.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3], "results": [4.592419293290604]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3], "value": [4.592419293290604], "gradients": [14.060640597426351]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3], "value": [4.592419293290604], "gradients": [14.060640597426351]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.3], "gradients": [53.05273413754111]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3], "results": [36.142475163293625]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3], "results": [36.142475163293625]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3], "results": [36.142475163293625]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3], "results": [36.142475163293625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.4], "value": [0.17092914649712904], "gradients": [0.9098371189319412]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.4], "results": [2.9002298512652294]}

func.func @f(%x: f64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %c2 = arith.constant 2 : i64
  %c4 = arith.constant 4 : i64
  %half = arith.constant 0.5 : f64
  %r:2 = scf.while (%s = %x, %i = %c0) : (f64, i64) -> (f64, i64) {
    %m = arith.remsi %i, %c2 : i64
    %even = arith.cmpi eq, %m, %c0 : i64
    %y = scf.if %even -> (f64) {
      %a = arith.mulf %s, %x : f64
      %b = math.sin %s : f64
      %c = arith.addf %a, %b : f64
      scf.yield %c : f64
    } else {
      %a = arith.mulf %s, %s : f64
      %b = arith.addf %a, %x : f64
      scf.yield %b : f64
    }
    %j = arith.addi %i, %c1 : i64
    %more = arith.cmpi slt, %j, %c4 : i64
    scf.condition(%more) %y, %j : f64, i64
  } do {
  ^bb0(%y: f64, %j: i64):
    %s = arith.mulf %y, %half : f64
    scf.yield %s, %j : f64, i64
  }
  %z = arith.mulf %r#0, %x : f64
  return %z : f64
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
