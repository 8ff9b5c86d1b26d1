// twice(twice(g))(x) with a function that is chosen when the program runs: twice(k) = λz. k(k(z)),
// g = x > 1 ? (λy. w·y·y) : (λy. sin(w·y)).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.9190195448766842]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [0.9190195448766842], "gradients": [0.15849308288030448, 0.7535628514509171]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [0.9190195448766842], "gradients": [0.15849308288030448, 0.7535628514509171]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [0.9190195448766842], "gradients": [0.31698616576060895, 1.5071257029018341]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [0.9190195448766842], "tangents_out": [0.8328093928910693]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.2692301526423996, 0.8490837453514636]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.2692301526423996, 0.8490837453514636]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.2692301526423996, 0.8490837453514636]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [-0.6937720253181313]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.1, 0.8], "results": [0.1616712392901242]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.1, 0.8], "value": [0.1616712392901242], "gradients": [2.351581662401806, 3.0313357366898286]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.1, 0.8], "value": [0.1616712392901242], "gradients": [2.351581662401806, 3.0313357366898286]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.1, 0.8], "cotangents": [2.0], "value": [0.1616712392901242], "gradients": [4.703163324803612, 6.062671473379657]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.1, 0.8], "tangents": [0.5, 1.0], "value": [0.1616712392901242], "tangents_out": [4.2071265678907315]}

!g = !functional.fn<(f64) -> f64>
func.func private @twice(%k: !g, %n: i32) -> !g {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (!g) {
    scf.yield %k : !g
  } else {
    %both = functional.lambda (%z: f64) -> f64 {
      %a = functional.apply %k(%z) : !g
      %b = functional.apply %k(%a) : !g
      functional.return %b : f64
    }
    %m = arith.subi %n, %one : i32
    %more = func.call @twice(%both, %m) : (!g, i32) -> !g
    scf.yield %more : !g
  }
  return %r : !g
}

func.func @f(%x: f64, %w: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2 : i32
  %big = arith.cmpf ogt, %x, %one : f64
  %g = scf.if %big -> (!g) {
    %square = functional.lambda (%y: f64) -> f64 {
      %yy = arith.mulf %y, %y : f64
      %r = arith.mulf %w, %yy : f64
      functional.return %r : f64
    }
    scf.yield %square : !g
  } else {
    %wave = functional.lambda (%y: f64) -> f64 {
      %wy = arith.mulf %w, %y : f64
      %r = math.sin %wy : f64
      functional.return %r : f64
    }
    scf.yield %wave : !g
  }
  %h = func.call @twice(%g, %two) : (!g, i32) -> !g
  %r = functional.apply %h(%x) : !g
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
