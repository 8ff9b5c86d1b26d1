// Two closures that call each other and capture active values:
// ev(n) = n = 0 ? x : sin(od(n − 1)), od(n) = n = 0 ? y : x·ev(n − 1), f(x, y) = ev(4)·od(3).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.10657699344835331]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [0.10657699344835331], "gradients": [0.8482353219222069, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [0.10657699344835331], "gradients": [0.8482353219222069, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [0.10657699344835331], "gradients": [1.6964706438444137, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [0.10657699344835331], "tangents_out": [0.4241176609611034]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [5.128191591817045, 0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [5.128191591817045, 0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [5.128191591817045, 0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [5.128191591817045]}

!g = !functional.fn<(i32) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ev, %od = functional.letrec (%e: !g, %o: !g) {
    %even = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %m = arith.subi %n, %one : i32
        %s = functional.apply %o(%m) : !g
        %u = math.sin %s : f64
        scf.yield %u : f64
      }
      functional.return %r : f64
    }
    %odd = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %y : f64
      } else {
        %m = arith.subi %n, %one : i32
        %s = functional.apply %e(%m) : !g
        %u = arith.mulf %x, %s : f64
        scf.yield %u : f64
      }
      functional.return %r : f64
    }
    functional.return %even, %odd : !g, !g
  }
  %four = arith.constant 4 : i32
  %three = arith.constant 3 : i32
  %a = functional.apply %ev(%four) : !g
  %b = functional.apply %od(%three) : !g
  %r = arith.mulf %a, %b : f64
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
