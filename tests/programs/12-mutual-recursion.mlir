// Mutual recursion: ev(x, n) = n = 0 ? x : sin(od(x, n - 1)), od(x, n) = n = 0 ? 1 : x ev(x, n - 1).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 4], "results": [0.3235114166265123]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 4], "value": [0.3235114166265123], "gradients": [1.2635047031025959]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 4], "value": [0.3235114166265123], "gradients": [1.2635047031025959]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 4], "cotangents": [2.0], "value": [0.3235114166265123], "gradients": [2.5270094062051918]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 4], "tangents": [0.5], "value": [0.3235114166265123], "tangents_out": [0.6317523515512979]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.7, 4], "gradients": [2.3187004637505435]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.7, 4], "gradients": [2.3187004637505435]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [0.7, 4], "gradients": [-8.049961114182828]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [0.7, 4], "gradients": [-8.049961114182828]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 4], "results": [2.3187004637505435]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 4], "results": [2.3187004637505435]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 4], "results": [2.3187004637505435]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 4], "results": [2.3187004637505435]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 3], "results": [0.555554490554065]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 3], "value": [0.555554490554065], "gradients": [0.6996664045681497]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 3], "value": [0.555554490554065], "gradients": [0.6996664045681497]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 3], "cotangents": [2.0], "value": [0.555554490554065], "gradients": [1.3993328091362993]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 3], "tangents": [0.5], "value": [0.555554490554065], "tangents_out": [0.34983320228407483]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.7, 3], "gradients": [-0.39337336716384924]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.7, 3], "gradients": [-0.39337336716384924]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 3, "inputs": [0.7, 3], "gradients": [-0.4954151827337491]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 3, "inputs": [0.7, 3], "gradients": [-0.4954151827337491]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 3], "results": [-0.39337336716384924]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 3], "results": [-0.39337336716384924]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 3], "results": [-0.39337336716384924]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 3], "results": [-0.39337336716384924]}

func.func @f(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %done = arith.cmpi eq, %n, %zero : i64
  %r = scf.if %done -> (f64) {
    scf.yield %x : f64
  } else {
    %one = arith.constant 1 : i64
    %m = arith.subi %n, %one : i64
    %odd = func.call @odd(%x, %m) : (f64, i64) -> f64
    %s = math.sin %odd : f64
    scf.yield %s : f64
  }
  return %r : f64
}

func.func @odd(%x: f64, %n: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %done = arith.cmpi eq, %n, %zero : i64
  %r = scf.if %done -> (f64) {
    %one = arith.constant 1.0 : f64
    scf.yield %one : f64
  } else {
    %one = arith.constant 1 : i64
    %m = arith.subi %n, %one : i64
    %even = func.call @f(%x, %m) : (f64, i64) -> f64
    %p = arith.mulf %x, %even : f64
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
