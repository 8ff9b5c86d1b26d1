// A recursive higher-order function, called with one of two functions: iter(g, n, x) = n = 0 ? x : iter(g, n − 1, g(x)) + g(x),
// g = x > 1 ? (λy. a·y) : (λy. a + sin y), f(x, a) = iter(g, 4, x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [10.601730092065383]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [10.601730092065383], "gradients": [0.4871846236425705, 3.6400451438741848]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [10.601730092065383], "gradients": [0.4871846236425705, 3.6400451438741848]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [10.601730092065383], "gradients": [0.974369247285141, 7.2800902877483695]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [10.601730092065383], "tangents_out": [3.88363745569547]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.559233878731472, -0.10089339720843585]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.559233878731472, -0.10089339720843585]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.559233878731472, -0.10089339720843585]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.5087871801272541]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 1.1], "results": [9.853800000000001]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 1.1], "value": [9.853800000000001], "gradients": [6.569200000000001, 26.217000000000006]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 1.1], "value": [9.853800000000001], "gradients": [6.569200000000001, 26.217000000000006]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 1.1], "cotangents": [2.0], "value": [9.853800000000001], "gradients": [13.138400000000003, 52.43400000000001]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 1.1], "tangents": [0.5, 1.0], "value": [9.853800000000001], "tangents_out": [29.501600000000007]}

!g = !functional.fn<(f64) -> f64>
func.func private @iter(%g: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %y = functional.apply %g(%x) : !g
    %z = func.call @iter(%g, %m, %y) : (!g, i32, f64) -> f64
    %w = arith.addf %z, %y : f64
    scf.yield %w : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %four = arith.constant 4 : i32
  %big = arith.cmpf ogt, %x, %one : f64
  %scale = functional.lambda (%y: f64) -> f64 {
    %r = arith.mulf %a, %y : f64
    functional.return %r : f64
  }
  %wave = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    %r = arith.addf %a, %s : f64
    functional.return %r : f64
  }
  %g = arith.select %big, %scale, %wave : !g
  %r = func.call @iter(%g, %four, %x) : (!g, i32, f64) -> f64
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
