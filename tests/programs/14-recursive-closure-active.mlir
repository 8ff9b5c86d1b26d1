// A recursive closure that is not tail recursive and captures active values:
// g(n) = n = 0 ? x : x + sin(y·g(n − 1)), f(x, y) = g(5).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [1.5715376376333812]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [1.5715376376333812], "gradients": [0.6793415975487904, -0.4879699364777912]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [1.5715376376333812], "gradients": [0.6793415975487904, -0.4879699364777912]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [1.5715376376333812], "gradients": [1.3586831950975808, -0.9759398729555824]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [1.5715376376333812], "tangents_out": [-0.14829913770339598]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.8172756491507025, 0.7122203682393471]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.8172756491507025, 0.7122203682393471]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.8172756491507025, 0.7122203682393471]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.46116546503102895]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.4, 0.9], "results": [-1.3139724714816094]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-0.4, 0.9], "value": [-1.3139724714816094], "gradients": [1.7139744379398045, -0.8945263668279497]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-0.4, 0.9], "value": [-1.3139724714816094], "gradients": [1.7139744379398045, -0.8945263668279497]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-0.4, 0.9], "cotangents": [2.0], "value": [-1.3139724714816094], "gradients": [3.427948875879609, -1.7890527336558995]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-0.4, 0.9], "tangents": [0.5, 1.0], "value": [-1.3139724714816094], "tangents_out": [-0.03753914785804746]}

!g = !functional.fn<(i32) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %g = functional.letrec (%self: !g) {
    %step = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %m = arith.subi %n, %one : i32
        %s = functional.apply %self(%m) : !g
        %t = arith.mulf %y, %s : f64
        %u = math.sin %t : f64
        %v = arith.addf %x, %u : f64
        scf.yield %v : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !g
  }
  %five = arith.constant 5 : i32
  %r = functional.apply %g(%five) : !g
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %df(%p0, %p1) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %v0 : f64
    %t1 = arith.mulf %d#1, %v1 : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over reverse.
func.func @fwd_rev(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// Reverse over forward.
func.func @rev_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x0: f64, %x1: f64, %v0: f64, %v1: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%p0: f64, %p1: f64) -> f64 {
    %d:2 = functional.apply %jf(%p0, %p1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x0, %x1, %v0, %v1) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
