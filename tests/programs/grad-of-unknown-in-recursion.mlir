// The gradient of a function that only the caller of a recursive function knows: three steps of gradient descent,
// descend(g, n, x) = n = 0 ? x : descend(g, n − 1, x − g′(x)/10), with g = x > 1 ? (λy. a·y²) : (λy. a·sin y).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.37881918828303607]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7, 1.3], "value": [0.37881918828303607], "gradients": [1.2349843325582535, -0.26281438467808993]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 1.3], "value": [0.37881918828303607], "gradients": [1.2349843325582535, -0.26281438467808993]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.7, 1.3], "cotangents": [2.0], "value": [0.37881918828303607], "gradients": [2.469968665116507, -0.5256287693561799]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.7, 1.3], "tangents": [0.5, 1.0], "value": [0.37881918828303607], "tangents_out": [0.3546777816010368]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.32091684404394033, 0.17265300296596922]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.32091684404394033, 0.17265300296596922]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.32091684404394033, 0.17265300296596922]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 1.3, 1.0, -0.5], "results": [0.23459034256095573]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 1.1], "results": [0.7118279999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 1.1], "value": [0.7118279999999999], "gradients": [0.474552, -0.5475599999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 1.1], "value": [0.7118279999999999], "gradients": [0.474552, -0.5475599999999999]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 1.1], "cotangents": [2.0], "value": [0.7118279999999999], "gradients": [0.949104, -1.0951199999999999]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 1.1], "tangents": [0.5, 1.0], "value": [0.7118279999999999], "tangents_out": [-0.31028399999999995]}

!g = !functional.fn<(f64) -> f64>
func.func private @descend(%g: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ten = arith.constant 10.0 : f64
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %dg = functional.grad %g : !g
    %slope = functional.apply %dg(%x) : !g
    %step = arith.divf %slope, %ten : f64
    %y = arith.subf %x, %step : f64
    %z = func.call @descend(%g, %m, %y) : (!g, i32, f64) -> f64
    scf.yield %z : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %three = arith.constant 3 : i32
  %big = arith.cmpf ogt, %x, %one : f64
  %square = functional.lambda (%y: f64) -> f64 {
    %yy = arith.mulf %y, %y : f64
    %r = arith.mulf %a, %yy : f64
    functional.return %r : f64
  }
  %wave = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    %r = arith.mulf %a, %s : f64
    functional.return %r : f64
  }
  %g = arith.select %big, %square, %wave : !g
  %r = func.call @descend(%g, %three, %x) : (!g, i32, f64) -> f64
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
