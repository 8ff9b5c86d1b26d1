// A partial of a partial, and the gradient of a partial that binds active values, inside the program:
// h(a, b, x) = a·b·x², k = h(a, b, ·), f = b·(2·k′(x) + k(x)).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, -0.5, 3.0], "results": [7.875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, -0.5, 3.0], "value": [7.875], "gradients": [5.25, -31.5, 3.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, -0.5, 3.0], "value": [7.875], "gradients": [5.25, -31.5, 3.75]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, -0.5, 3.0], "cotangents": [2.0], "value": [7.875], "gradients": [10.5, -63.0, 7.5]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, -0.5, 3.0], "tangents": [0.5, 1.0, 1.5], "value": [7.875], "tangents_out": [-23.25]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, -0.5, 3.0], "value": [7.875], "gradients": [5.25]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, -0.5, 3.0], "value": [7.875], "gradients": [-31.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [2], "mode": "reverse", "inputs": [1.5, -0.5, 3.0], "value": [7.875], "gradients": [3.75]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, -0.5, 3.0, 1.0, -0.5, 2.0], "results": [15.5, -82.5, 11.5]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, -0.5, 3.0, 1.0, -0.5, 2.0], "results": [15.5, -82.5, 11.5]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, -0.5, 3.0, 1.0, -0.5, 2.0], "results": [15.5, -82.5, 11.5]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, -0.5, 3.0, 1.0, -0.5, 2.0], "results": [79.75]}

func.func private @h(%a: f64, %b: f64, %x: f64) -> f64 {
  %ab = arith.mulf %a, %b : f64
  %xx = arith.mulf %x, %x : f64
  %r = arith.mulf %ab, %xx : f64
  return %r : f64
}

// b·(2·h_a,b′(x) + h_a,b(x)) = 4·a·b²·x + a·b²·x².
func.func @f(%a: f64, %b: f64, %x: f64) -> f64 {
  %h = functional.ref @h : !functional.fn<(f64, f64, f64) -> f64>
  %ha = functional.partial %h(%a) : !functional.fn<(f64, f64, f64) -> f64>
  %hab = functional.partial %ha(%b) : !functional.fn<(f64, f64) -> f64>
  %dhab = functional.grad %hab : !functional.fn<(f64) -> f64>
  %d = functional.apply %dhab(%x) : !functional.fn<(f64) -> f64>
  %two = arith.constant 2.0 : f64
  %dd = arith.mulf %two, %d : f64
  %v = functional.apply %hab(%x) : !functional.fn<(f64) -> f64>
  %s = arith.addf %dd, %v : f64
  %r = arith.mulf %b, %s : f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%a: f64, %b: f64, %x: f64, %va: f64, %vb: f64, %vx: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64, %px: f64) -> f64 {
    %d:3 = functional.apply %df(%pa, %pb, %px) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
    %t0 = arith.mulf %d#0, %va : f64
    %t1 = arith.mulf %d#1, %vb : f64
    %s1 = arith.addf %t0, %t1 : f64
    %t2 = arith.mulf %d#2, %vx : f64
    %s2 = arith.addf %s1, %t2 : f64
    functional.return %s2 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:3 = functional.apply %h(%a, %b, %x) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%a: f64, %b: f64, %x: f64, %va: f64, %vb: f64, %vx: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  %r:6 = functional.apply %h(%a, %b, %x, %va, %vb, %vx) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64, f64, f64, f64, f64)>
  return %r#3, %r#4, %r#5 : f64, f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%a: f64, %b: f64, %x: f64, %va: f64, %vb: f64, %vx: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64, %px: f64) -> f64 {
    %d:2 = functional.apply %jf(%pa, %pb, %px, %va, %vb, %vx) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:3 = functional.apply %h(%a, %b, %x) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%a: f64, %b: f64, %x: f64, %va: f64, %vb: f64, %vx: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64, %px: f64) -> f64 {
    %d:2 = functional.apply %jf(%pa, %pb, %px, %va, %vb, %vx) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:2 = functional.apply %h(%a, %b, %x, %va, %vb, %vx) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
