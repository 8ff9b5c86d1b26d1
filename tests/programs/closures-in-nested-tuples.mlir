// Closures and floats in nested tuples, passed through a function that swaps them.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, -0.25], "results": [1.875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.5, -0.25], "value": [1.875], "gradients": [2.75, 1.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.5, -0.25], "value": [1.875], "gradients": [2.75, 1.5]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, -0.25], "cotangents": [2.0], "value": [1.875], "gradients": [5.5, 3.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, -0.25], "tangents": [0.5, 1.0], "value": [1.875], "tangents_out": [2.875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.5, -0.25], "value": [1.875], "gradients": [2.75]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.5, -0.25], "value": [1.875], "gradients": [1.5]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.5, -0.25, 1.0, -0.5], "results": [1.5, 1.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.5, -0.25, 1.0, -0.5], "results": [1.5, 1.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.5, -0.25, 1.0, -0.5], "results": [1.5, 1.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.5, -0.25, 1.0, -0.5], "results": [1.0]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %mul = functional.lambda (%z: f64) -> f64 {
    %p = arith.mulf %x, %z : f64
    functional.return %p : f64
  }
  %add = functional.lambda (%z: f64) -> f64 {
    %s = arith.addf %y, %z : f64
    functional.return %s : f64
  }
  %inner = functional.tuple %mul, %x : !functional.fn<(f64) -> f64>, f64
  %outer = functional.tuple %inner, %add : tuple<!functional.fn<(f64) -> f64>, f64>, !functional.fn<(f64) -> f64>
  %swap = functional.lambda (%t: tuple<tuple<!functional.fn<(f64) -> f64>, f64>, !functional.fn<(f64) -> f64>>) -> tuple<!functional.fn<(f64) -> f64>, tuple<f64, !functional.fn<(f64) -> f64>>> {
    %pair = functional.get %t[0] : tuple<tuple<!functional.fn<(f64) -> f64>, f64>, !functional.fn<(f64) -> f64>>
    %k = functional.get %t[1] : tuple<tuple<!functional.fn<(f64) -> f64>, f64>, !functional.fn<(f64) -> f64>>
    %g = functional.get %pair[0] : tuple<!functional.fn<(f64) -> f64>, f64>
    %v = functional.get %pair[1] : tuple<!functional.fn<(f64) -> f64>, f64>
    %vg = functional.tuple %v, %g : f64, !functional.fn<(f64) -> f64>
    %swapped = functional.tuple %k, %vg : !functional.fn<(f64) -> f64>, tuple<f64, !functional.fn<(f64) -> f64>>
    functional.return %swapped : tuple<!functional.fn<(f64) -> f64>, tuple<f64, !functional.fn<(f64) -> f64>>>
  }
  %s = functional.apply %swap(%outer) : !functional.fn<(tuple<tuple<!functional.fn<(f64) -> f64>, f64>, !functional.fn<(f64) -> f64>>) -> tuple<!functional.fn<(f64) -> f64>, tuple<f64, !functional.fn<(f64) -> f64>>>>
  %plus = functional.get %s[0] : tuple<!functional.fn<(f64) -> f64>, tuple<f64, !functional.fn<(f64) -> f64>>>
  %rest = functional.get %s[1] : tuple<!functional.fn<(f64) -> f64>, tuple<f64, !functional.fn<(f64) -> f64>>>
  %v = functional.get %rest[0] : tuple<f64, !functional.fn<(f64) -> f64>>
  %times = functional.get %rest[1] : tuple<f64, !functional.fn<(f64) -> f64>>
  %a = functional.apply %plus(%v) : !functional.fn<(f64) -> f64>
  %r = functional.apply %times(%a) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: f64, %y: f64, %vx: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %df(%px, %py) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vx : f64
    %t1 = arith.mulf %d#1, %vy : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%x: f64, %y: f64, %vx: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x, %y, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%x: f64, %y: f64, %vx: f64, %vy: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %py, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %y) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: f64, %y: f64, %vx: f64, %vy: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %py: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %py, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %y, %vx, %vy) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
