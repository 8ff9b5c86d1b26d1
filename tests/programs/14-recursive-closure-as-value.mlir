// A recursive closure that is given to a higher-order function: g(z) = z > 4 ? z : g(z·y + x), and
// f(x, y) = twice(g)(x) with twice(k) = λz. k(k(z) − y).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [4.64017]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [4.64017], "gradients": [9.0431, 9.6206]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [4.64017], "gradients": [9.0431, 9.6206]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [4.64017], "gradients": [18.0862, 19.2412]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [4.64017], "tangents_out": [14.14215]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-8.729000000000001, 7.9300000000000015]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-8.729000000000001, 7.9300000000000015]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-8.729000000000001, 7.9300000000000015]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-12.694]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 1.1], "results": [5.751500000000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 1.1], "value": [5.751500000000001], "gradients": [4.641000000000001, 8.045000000000002]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 1.1], "value": [5.751500000000001], "gradients": [4.641000000000001, 8.045000000000002]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 1.1], "cotangents": [2.0], "value": [5.751500000000001], "gradients": [9.282000000000002, 16.090000000000003]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 1.1], "tangents": [0.5, 1.0], "value": [5.751500000000001], "tangents_out": [10.365500000000003]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %four = arith.constant 4.0 : f64
  %g = functional.letrec (%self: !g) {
    %step = functional.lambda (%z: f64) -> f64 {
      %stop = arith.cmpf ogt, %z, %four : f64
      %r = scf.if %stop -> (f64) {
        scf.yield %z : f64
      } else {
        %zy = arith.mulf %z, %y : f64
        %next = arith.addf %zy, %x : f64
        %s = functional.apply %self(%next) : !g
        scf.yield %s : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !g
  }
  %twice = functional.lambda (%k: !g) -> !g {
    %both = functional.lambda (%z: f64) -> f64 {
      %a = functional.apply %k(%z) : !g
      %b = arith.subf %a, %y : f64
      %c = functional.apply %k(%b) : !g
      functional.return %c : f64
    }
    functional.return %both : !g
  }
  %gg = functional.apply %twice(%g) : !functional.fn<(!g) -> !g>
  %r = functional.apply %gg(%x) : !g
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
