// A recursion whose calls are in a loop: f(x, 0) = sin x, and f(x, d) = a_3, where a_0 = sin x and
// a_(i + 1) = (a_i + 1) f(cos(a_i) + x, d - 1).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1], "results": [1.6739812715561508]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1], "value": [1.6739812715561508], "gradients": [0.8310866245176648]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1], "value": [1.6739812715561508], "gradients": [0.8310866245176648]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1], "cotangents": [2.0], "value": [1.6739812715561508], "gradients": [1.6621732490353296]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1], "tangents": [0.5], "value": [1.6739812715561508], "tangents_out": [0.4155433122588324]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.7, 1], "gradients": [-2.3460182879577443]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.7, 1], "gradients": [-2.3460182879577443]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [0.7, 1], "gradients": [-5.002411679797499]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [0.7, 1], "gradients": [-5.002411679797499]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1], "results": [-2.3460182879577443]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1], "results": [-2.3460182879577443]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1], "results": [-2.3460182879577443]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1], "results": [-2.3460182879577443]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 2], "results": [2.820467273638081]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 2], "value": [2.820467273638081], "gradients": [8.008329899529972]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 2], "value": [2.820467273638081], "gradients": [8.008329899529972]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 2], "cotangents": [2.0], "value": [2.820467273638081], "gradients": [16.016659799059944]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 2], "tangents": [0.5], "value": [2.820467273638081], "tangents_out": [4.004164949764986]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.7, 2], "gradients": [194.96971352085575]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.7, 2], "gradients": [194.96971352085575]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [0.7, 2], "gradients": [3141.9901442836945]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [0.7, 2], "gradients": [3141.9901442836945]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 2], "results": [194.96971352085575]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 2], "results": [194.96971352085575]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 2], "results": [194.96971352085575]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 2], "results": [194.96971352085575]}

func.func @f(%x: f64, %d: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %three = arith.constant 3 : i64
  %leaf = arith.cmpi eq, %d, %zero : i64
  %s = math.sin %x : f64
  %r = scf.if %leaf -> f64 {
    scf.yield %s : f64
  } else {
    %m = arith.subi %d, %one : i64
    %t = scf.for %i = %zero to %three step %one iter_args(%acc = %s) -> f64 : i64 {
      %y = math.cos %acc : f64
      %z = arith.addf %y, %x : f64
      %v = func.call @f(%z, %m) : (f64, i64) -> f64
      %p = arith.mulf %acc, %v : f64
      %q = arith.addf %p, %v : f64
      scf.yield %q : f64
    }
    scf.yield %t : f64
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
