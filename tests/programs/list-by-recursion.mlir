// A list is built by recursion and folded by recursion.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 4], "results": [1.8936898150860084]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 4], "value": [1.8936898150860084], "gradients": [3.9096026278773977]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.9, 4], "value": [1.8936898150860084], "gradients": [3.9096026278773977]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.9, 4], "gradients": [-30094.055631214993]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 4], "results": [-627.5599761883437]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.9, 4], "results": [-627.5599761883437]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.9, 4], "results": [-627.5599761883437]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.9, 4], "results": [-627.5599761883437]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 0], "value": [0.9], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 0], "results": [0.0]}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}

func.func private @make(%x: f64, %n: i64) -> !functional.data<@list> {
  %c0 = arith.constant 0 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %l = scf.if %done -> (!functional.data<@list>) {
    %nil = functional.construct @list nil() : !functional.data<@list>
    scf.yield %nil : !functional.data<@list>
  } else {
    %c1 = arith.constant 1 : i64
    %m = arith.subi %n, %c1 : i64
    %k = arith.sitofp %m : i64 to f64
    %a = arith.mulf %x, %k : f64
    %b = math.sin %x : f64
    %v = arith.addf %a, %b : f64
    %rest = func.call @make(%x, %m) : (f64, i64) -> !functional.data<@list>
    %l = functional.construct @list cons(%v, %rest) : (f64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %l : !functional.data<@list>
  }
  return %l : !functional.data<@list>
}

func.func private @fold(%x: f64, %l: !functional.data<@list>) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%v: f64, %tail: !functional.data<@list>) {
    %a = func.call @fold(%x, %tail) : (f64, !functional.data<@list>) -> f64
    %b = arith.mulf %v, %a : f64
    %c = math.sin %b : f64
    %d = arith.addf %c, %x : f64
    functional.yield %d : f64
  }
  }
  return %r : f64
}

func.func @f(%x: f64, %n: i64) -> f64 {
  %l = func.call @make(%x, %n) : (f64, i64) -> !functional.data<@list>
  %r = func.call @fold(%x, %l) : (f64, !functional.data<@list>) -> f64
  return %r : f64
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
