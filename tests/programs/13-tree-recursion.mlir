// Tree recursion: F(n) = n < 2 ? x : F(n - 1) F(n - 2); F(6) = x^13.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.1, 6], "results": [3.4522712143931042]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.1, 6], "value": [3.4522712143931042], "gradients": [40.79956889737305]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.1, 6], "value": [3.4522712143931042], "gradients": [40.79956889737305]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.1, 6], "cotangents": [2.0], "value": [3.4522712143931042], "gradients": [81.5991377947461]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.1, 6], "tangents": [0.5], "value": [3.4522712143931042], "tangents_out": [20.399784448686525]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [1.1, 6], "gradients": [445.08620615316045]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [1.1, 6], "gradients": [445.08620615316045]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [1.1, 6], "gradients": [4450.862061531605]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [1.1, 6], "gradients": [4450.862061531605]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.1, 6], "results": [445.08620615316045]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.1, 6], "results": [445.08620615316045]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.1, 6], "results": [445.08620615316045]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.1, 6], "results": [445.08620615316045]}

func.func @f(%x: f64, %n: i64) -> f64 {
  %two = arith.constant 2 : i64
  %leaf = arith.cmpi slt, %n, %two : i64
  %r = scf.if %leaf -> (f64) {
    scf.yield %x : f64
  } else {
    %one = arith.constant 1 : i64
    %m = arith.subi %n, %one : i64
    %k = arith.subi %n, %two : i64
    %a = func.call @f(%x, %m) : (f64, i64) -> f64
    %b = func.call @f(%x, %k) : (f64, i64) -> f64
    %p = arith.mulf %a, %b : f64
    scf.yield %p : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64, %n: i64) -> f64 {
  %f = functional.lambda (%y: f64) -> f64 {
    %r = func.call @f(%y, %n) : (f64, i64) -> f64
    functional.return %r : f64
  }
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
