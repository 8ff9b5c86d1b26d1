// A loop of blocks with an early return.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3, 4], "results": [3.004773971374635]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 4], "value": [3.004773971374635], "gradients": [-0.42531956535308846]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.3, 4], "value": [3.004773971374635], "gradients": [-0.42531956535308846]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [1.3, 4], "gradients": [391.04174348844754]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 4], "results": [33.51332848464719]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.3, 4], "results": [33.51332848464719]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.3, 4], "results": [33.51332848464719]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.3, 4], "results": [33.51332848464719]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [2.1, 9], "value": [10.607292206654737], "gradients": [12.83092237968305]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [2.1, 9], "results": [158.23236554751747]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.3, 0], "value": [1.3], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.3, 0], "results": [0.0]}

func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %c2 = arith.constant 2 : i64
  %five = arith.constant 5.0 : f64
  cf.br ^head(%x, %c0 : f64, i64)
^head(%s: f64, %i: i64):
  %more = arith.cmpi slt, %i, %n : i64
  cf.cond_br %more, ^body, ^end(%s : f64)
^body:
  %m = arith.remsi %i, %c2 : i64
  %even = arith.cmpi eq, %m, %c0 : i64
  cf.cond_br %even, ^even, ^odd
^even:
  %a = arith.mulf %s, %x : f64
  cf.br ^next(%a : f64)
^odd:
  %b = math.sin %s : f64
  %c = arith.mulf %b, %x : f64
  %d = arith.addf %c, %s : f64
  cf.br ^next(%d : f64)
^next(%t: f64):
  %large = arith.cmpf ogt, %t, %five : f64
  %j = arith.addi %i, %c1 : i64
  cf.cond_br %large, ^early(%t : f64), ^head(%t, %j : f64, i64)
^early(%u: f64):
  %ux = arith.mulf %u, %x : f64
  return %ux : f64
^end(%v: f64):
  return %v : f64
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
