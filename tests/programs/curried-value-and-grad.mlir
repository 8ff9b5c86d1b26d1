// functional.grad and value_and_grad by uncurrying through two levels: g(a) = λb. λc. a²·b·c.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 0.5, -2.0], "results": [6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [6.75], "gradients": [13.5, 27.0, -6.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, 0.5, -2.0], "value": [6.75], "gradients": [13.5, 27.0, -6.75]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 0.5, -2.0], "cotangents": [2.0], "value": [6.75], "gradients": [27.0, 54.0, -13.5]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 0.5, -2.0], "tangents": [0.5, 1.0, 1.5], "value": [6.75], "tangents_out": [23.625]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [6.75], "gradients": [13.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [6.75], "gradients": [27.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [2], "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [6.75], "gradients": [-6.75]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, 0.5, -2.0, 1.0, -0.5, 2.0], "results": [-36.0, -27.0, 6.75]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, 0.5, -2.0, 1.0, -0.5, 2.0], "results": [-36.0, -27.0, 6.75]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, 0.5, -2.0, 1.0, -0.5, 2.0], "results": [-36.0, -27.0, 6.75]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, 0.5, -2.0, 1.0, -0.5, 2.0], "results": [-9.0]}
// CHECK-CALL: {"entry": "gradient", "command": "run", "inputs": [1.5, 0.5, -2.0], "results": [-3.0]}
// CHECK-CALL: {"entry": "gradient", "command": "grad", "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [-3.0], "gradients": [-2.0, -6.0, 1.5]}
// CHECK-CALL: {"entry": "gradient", "command": "grad", "mode": "forward", "inputs": [1.5, 0.5, -2.0], "value": [-3.0], "gradients": [-2.0, -6.0, 1.5]}
// CHECK-CALL: {"entry": "gradient", "command": "vjp", "inputs": [1.5, 0.5, -2.0], "cotangents": [2.0], "value": [-3.0], "gradients": [-4.0, -12.0, 3.0]}
// CHECK-CALL: {"entry": "gradient", "command": "jvp", "inputs": [1.5, 0.5, -2.0], "tangents": [0.5, 1.0, 1.5], "value": [-3.0], "tangents_out": [-4.75]}
// CHECK-CALL: {"entry": "gradient", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [-3.0], "gradients": [-2.0]}
// CHECK-CALL: {"entry": "gradient", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [-3.0], "gradients": [-6.0]}
// CHECK-CALL: {"entry": "gradient", "command": "grad", "wrt": [2], "mode": "reverse", "inputs": [1.5, 0.5, -2.0], "value": [-3.0], "gradients": [1.5]}

func.func @f(%a: f64, %b: f64, %c: f64) -> f64 {
  %g = functional.lambda (%p: f64) -> !functional.fn<(f64) -> !functional.fn<(f64) -> f64>> {
    %pp = arith.mulf %p, %p : f64
    %on_b = functional.lambda (%q: f64) -> !functional.fn<(f64) -> f64> {
      %ppq = arith.mulf %pp, %q : f64
      %on_c = functional.lambda (%s: f64) -> f64 {
        %r = arith.mulf %ppq, %s : f64
        functional.return %r : f64
      }
      functional.return %on_c : !functional.fn<(f64) -> f64>
    }
    functional.return %on_b : !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>
  }
  %dg = functional.value_and_grad %g : !functional.fn<(f64) -> !functional.fn<(f64) -> !functional.fn<(f64) -> f64>>>
  %dga = functional.apply %dg(%a) : !functional.fn<(f64) -> !functional.fn<(f64) -> !functional.fn<(f64) -> (f64, f64)>>>
  %dgab = functional.apply %dga(%b) : !functional.fn<(f64) -> !functional.fn<(f64) -> (f64, f64)>>
  %vd:2 = functional.apply %dgab(%c) : !functional.fn<(f64) -> (f64, f64)>
  %r = arith.mulf %vd#0, %vd#1 : f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%a: f64, %b: f64, %c: f64, %va: f64, %vb: f64, %vc: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64, %pc: f64) -> f64 {
    %d:3 = functional.apply %df(%pa, %pb, %pc) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
    %t0 = arith.mulf %d#0, %va : f64
    %t1 = arith.mulf %d#1, %vb : f64
    %s1 = arith.addf %t0, %t1 : f64
    %t2 = arith.mulf %d#2, %vc : f64
    %s2 = arith.addf %s1, %t2 : f64
    functional.return %s2 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:3 = functional.apply %h(%a, %b, %c) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%a: f64, %b: f64, %c: f64, %va: f64, %vb: f64, %vc: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  %r:6 = functional.apply %h(%a, %b, %c, %va, %vb, %vc) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64, f64, f64, f64, f64)>
  return %r#3, %r#4, %r#5 : f64, f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%a: f64, %b: f64, %c: f64, %va: f64, %vb: f64, %vc: f64) -> (f64, f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64, %pc: f64) -> f64 {
    %d:2 = functional.apply %jf(%pa, %pb, %pc, %va, %vb, %vc) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:3 = functional.apply %h(%a, %b, %c) : !functional.fn<(f64, f64, f64) -> (f64, f64, f64)>
  return %r#0, %r#1, %r#2 : f64, f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%a: f64, %b: f64, %c: f64, %va: f64, %vb: f64, %vc: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64, f64) -> f64>
  %slope = functional.lambda (%pa: f64, %pb: f64, %pc: f64) -> f64 {
    %d:2 = functional.apply %jf(%pa, %pb, %pc, %va, %vb, %vc) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64, f64) -> f64>
  %r:2 = functional.apply %h(%a, %b, %c, %va, %vb, %vc) : !functional.fn<(f64, f64, f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

func.func @gradient(%a: f64, %b: f64, %c: f64) -> f64 {
  %g = functional.lambda (%p: f64) -> !functional.fn<(f64, f64) -> f64> {
    %pp = arith.mulf %p, %p : f64
    %on_bc = functional.lambda (%q: f64, %s: f64) -> f64 {
      %ppq = arith.mulf %pp, %q : f64
      %r = arith.mulf %ppq, %s : f64
      functional.return %r : f64
    }
    functional.return %on_bc : !functional.fn<(f64, f64) -> f64>
  }
  %dg = functional.grad %g : !functional.fn<(f64) -> !functional.fn<(f64, f64) -> f64>>
  %dga = functional.apply %dg(%a) : !functional.fn<(f64) -> !functional.fn<(f64, f64) -> f64>>
  %r = functional.apply %dga(%b, %c) : !functional.fn<(f64, f64) -> f64>
  return %r : f64
}
