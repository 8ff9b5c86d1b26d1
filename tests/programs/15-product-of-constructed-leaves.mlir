// The product of the leaves of ((a, b), (c, d)), times a.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.0, 2.0, 3.0, 4.0], "results": [24.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [1.0, 2.0, 3.0, 4.0], "value": [24.0], "gradients": [48.0, 12.0, 8.0, 6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.0, 2.0, 3.0, 4.0], "value": [24.0], "gradients": [48.0, 12.0, 8.0, 6.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.0, 2.0, 3.0, 4.0], "results": [48.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.0, 2.0, 3.0, 4.0], "results": [48.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.0, 2.0, 3.0, 4.0], "results": [48.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.0, 2.0, 3.0, 4.0], "results": [48.0]}

functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, !functional.data<@tree>)
}

func.func private @product(%t: !functional.data<@tree>) -> f64 {
  %r = functional.match %t : !functional.data<@tree> -> f64 {
  case leaf(%x: f64) {
    functional.yield %x : f64
  }
  case node(%l: !functional.data<@tree>, %r: !functional.data<@tree>) {
    %a = func.call @product(%l) : (!functional.data<@tree>) -> f64
    %b = func.call @product(%r) : (!functional.data<@tree>) -> f64
    %p = arith.mulf %a, %b : f64
    functional.yield %p : f64
  }
  }
  return %r : f64
}

func.func @f(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %la = functional.construct @tree leaf(%a) : (f64) -> !functional.data<@tree>
  %lb = functional.construct @tree leaf(%b) : (f64) -> !functional.data<@tree>
  %lc = functional.construct @tree leaf(%c) : (f64) -> !functional.data<@tree>
  %ld = functional.construct @tree leaf(%d) : (f64) -> !functional.data<@tree>
  %ab = functional.construct @tree node(%la, %lb) : (!functional.data<@tree>, !functional.data<@tree>) -> !functional.data<@tree>
  %cd = functional.construct @tree node(%lc, %ld) : (!functional.data<@tree>, !functional.data<@tree>) -> !functional.data<@tree>
  %t = functional.construct @tree node(%ab, %cd) : (!functional.data<@tree>, !functional.data<@tree>) -> !functional.data<@tree>
  %p = func.call @product(%t) : (!functional.data<@tree>) -> f64
  %r = arith.mulf %p, %a : f64
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %b, %c, %d) : (f64, f64, f64, f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%a) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %b, %c, %d) : (f64, f64, f64, f64) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%a, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %b, %c, %d) : (f64, f64, f64, f64) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%a) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over forward.
func.func @fwd_fwd(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %b, %c, %d) : (f64, f64, f64, f64) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %second:2 = functional.apply %ddf(%a, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}
