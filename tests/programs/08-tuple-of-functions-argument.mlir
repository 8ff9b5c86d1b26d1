// A tuple of functions as an argument: f((+, ×), a, b) = (a + b)·(a·b).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [4.0, 5.0], "results": [180.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [4.0, 5.0], "value": [180.0], "gradients": [65.0, 56.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [4.0, 5.0], "value": [180.0], "gradients": [65.0, 56.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [4.0, 5.0], "cotangents": [2.0], "value": [180.0], "gradients": [130.0, 112.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [4.0, 5.0], "tangents": [0.5, 1.0], "value": [180.0], "tangents_out": [88.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [4.0, 5.0], "value": [180.0], "gradients": [65.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [4.0, 5.0], "value": [180.0], "gradients": [56.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [1.0, 14.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [1.0, 14.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [1.0, 14.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [4.0, 5.0, 1.0, -0.5], "results": [-6.0]}
// CHECK-CALL: {"entry": "grad_of_both", "command": "run", "inputs": [4.0, 5.0], "results": [65.0, 56.0]}

func.func private @both(%ops: tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>, %a: f64, %b: f64) -> f64 {
  %plus = functional.get %ops[0] : tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>
  %times = functional.get %ops[1] : tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>
  %s = functional.apply %plus(%a, %b) : !functional.fn<(f64, f64) -> f64>
  %p = functional.apply %times(%a, %b) : !functional.fn<(f64, f64) -> f64>
  %r = functional.apply %times(%s, %p) : !functional.fn<(f64, f64) -> f64>
  return %r : f64
}

func.func @f(%a: f64, %b: f64) -> f64 {
  %plus = functional.lambda (%x: f64, %y: f64) -> f64 {
    %s = arith.addf %x, %y : f64
    functional.return %s : f64
  }
  %times = functional.lambda (%x: f64, %y: f64) -> f64 {
    %p = arith.mulf %x, %y : f64
    functional.return %p : f64
  }
  %ops = functional.tuple %plus, %times : !functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>
  %r = func.call @both(%ops, %a, %b) : (tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>, f64, f64) -> f64
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

// The gradient of the function that takes the tuple: it has no entry for the functions.
func.func @grad_of_both(%a: f64, %b: f64) -> (f64, f64) {
  %plus = functional.lambda (%x: f64, %y: f64) -> f64 {
    %s = arith.addf %x, %y : f64
    functional.return %s : f64
  }
  %times = functional.lambda (%x: f64, %y: f64) -> f64 {
    %p = arith.mulf %x, %y : f64
    functional.return %p : f64
  }
  %ops = functional.tuple %plus, %times : !functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>
  %both = functional.ref @both : !functional.fn<(tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>, f64, f64) -> f64>
  %g = functional.grad %both wrt [1, 2] : !functional.fn<(tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>, f64, f64) -> f64>
  %r:2 = functional.apply %g(%ops, %a, %b) : !functional.fn<(tuple<!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>>, f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}
