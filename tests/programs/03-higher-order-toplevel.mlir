// Program 3 with the higher-order function and its operand at top level, by func.call and functional.ref.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.0, 5.0], "results": [3275.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [4.0, 5.0], "value": [3275.0], "gradients": [450.0, 1810.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [4.0, 5.0], "value": [3275.0], "gradients": [450.0, 1810.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [4.0, 5.0], "cotangents": [2.0], "value": [3275.0], "gradients": [900.0, 3620.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [4.0, 5.0], "tangents": [0.5, 1.0], "value": [3275.0], "tangents_out": [2035.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [4.0, 5.0], "value": [3275.0], "gradients": [450.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [4.0, 5.0], "value": [3275.0], "gradients": [1810.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [-40.0, -176.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [-40.0, -176.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [-40.0, -176.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [48.0]}

func.func private @twice(%g: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %ten = arith.constant 10.0 : f64
  %gx = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  %y = arith.addf %x, %ten : f64
  %gy = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
  %p = arith.mulf %gx, %gy : f64
  return %p : f64
}

func.func private @scale(%b: f64, %x: f64) -> f64 {
  %xb = arith.mulf %x, %b : f64
  return %xb : f64
}

func.func @f(%a: f64, %b: f64) -> f64 {
  %scale = functional.ref @scale : !functional.fn<(f64, f64) -> f64>
  %g = functional.partial %scale(%b) : !functional.fn<(f64, f64) -> f64>
  %fa = func.call @twice(%g, %a) : (!functional.fn<(f64) -> f64>, f64) -> f64
  %twice = functional.ref @twice : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
  %fb = functional.apply %twice(%g, %b) : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
  %r = arith.addf %fa, %fb : f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%a: f64, %b: f64, %va: f64, %vb: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64) -> f64 {
    %d:2 = functional.apply %df(%pa, %pb) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %va : f64
    %t1 = arith.mulf %d#1, %vb : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%a, %b) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%a: f64, %b: f64, %va: f64, %vb: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%a, %b, %va, %vb) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%a: f64, %b: f64, %va: f64, %vb: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64) -> f64 {
    %d:2 = functional.apply %jf(%pa, %pb, %va, %vb) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%a, %b) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%a: f64, %b: f64, %va: f64, %vb: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64) -> f64 {
    %d:2 = functional.apply %jf(%pa, %pb, %va, %vb) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%a, %b, %va, %vb) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
