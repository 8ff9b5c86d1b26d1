// A list is built in one loop and folded in another.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 4], "results": [17.722930953858526]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 4], "value": [17.722930953858526], "gradients": [62.87412260201135]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.9, 4], "value": [17.722930953858526], "gradients": [62.87412260201135]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.9, 4], "gradients": [22.3836727739865]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 4], "results": [139.51193901269272]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.9, 4], "results": [139.51193901269272]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.9, 4], "results": [139.51193901269272]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.9, 4], "results": [139.51193901269272]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.9, 0], "value": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.9, 0], "results": [0.0]}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}

func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %one = arith.constant 1.0 : f64
  %yes = arith.constant true
  %no = arith.constant false
  %nil = functional.construct @list nil() : !functional.data<@list>
  %l = scf.for %i = %c0 to %n step %c1 iter_args(%l = %nil) -> (!functional.data<@list>) : i64 {
    %k = arith.sitofp %i : i64 to f64
    %a = arith.mulf %x, %k : f64
    %b = math.sin %x : f64
    %v = arith.addf %a, %b : f64
    %m = functional.construct @list cons(%v, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %m : !functional.data<@list>
  }
  %r:3 = scf.while (%s = %one, %rest = %l, %go = %yes) : (f64, !functional.data<@list>, i1) -> (f64, !functional.data<@list>, i1) {
    scf.condition(%go) %s, %rest, %go : f64, !functional.data<@list>, i1
  } do {
  ^bb0(%s: f64, %rest: !functional.data<@list>, %go: i1):
    %t:3 = functional.match %rest : !functional.data<@list> -> (f64, !functional.data<@list>, i1) {
    case nil {
      functional.yield %s, %rest, %no : f64, !functional.data<@list>, i1
    }
    case cons(%v: f64, %tail: !functional.data<@list>) {
      %p = arith.mulf %s, %v : f64
      %q = arith.addf %p, %x : f64
      functional.yield %q, %tail, %yes : f64, !functional.data<@list>, i1
    }
    }
    scf.yield %t#0, %t#1, %t#2 : f64, !functional.data<@list>, i1
  }
  return %r#0 : f64
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
