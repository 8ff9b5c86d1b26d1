// One Newton step with first and second derivatives of a function that is an argument.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5, 2.0], "results": [0.7130613194252668]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.7130613194252668], "gradients": [-0.21306131942526685, 0.6065306597126334]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.5, 2.0], "value": [0.7130613194252668], "gradients": [-0.21306131942526685, 0.6065306597126334]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.5, 2.0], "cotangents": [2.0], "value": [0.7130613194252668], "gradients": [-0.4261226388505337, 1.2130613194252668]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.5, 2.0], "tangents": [0.5, 1.0], "value": [0.7130613194252668], "tangents_out": [0.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.7130613194252668], "gradients": [-0.21306131942526685]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.5, 2.0], "value": [0.7130613194252668], "gradients": [0.6065306597126334]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [1.5163266492815834, -0.6065306597126334]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [1.5163266492815834, -0.6065306597126334]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [1.5163266492815834, -0.6065306597126334]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.5, 2.0, 1.0, -0.5], "results": [1.8195919791379003]}

func.func private @newton(%g: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %dg = functional.grad %g : !functional.fn<(f64) -> f64>
  %ddg = functional.grad %dg : !functional.fn<(f64) -> f64>
  %d = functional.apply %dg(%x) : !functional.fn<(f64) -> f64>
  %dd = functional.apply %ddg(%x) : !functional.fn<(f64) -> f64>
  %s = arith.divf %d, %dd : f64
  %r = arith.subf %x, %s : f64
  return %r : f64
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %g = functional.lambda (%z: f64) -> f64 {
    %e = math.exp %z : f64
    %az = arith.mulf %a, %z : f64
    %s = arith.subf %e, %az : f64
    functional.return %s : f64
  }
  %r = func.call @newton(%g, %x) : (!functional.fn<(f64) -> f64>, f64) -> f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: f64, %a: f64, %vx: f64, %va: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pa: f64) -> f64 {
    %d:2 = functional.apply %df(%px, %pa) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vx : f64
    %t1 = arith.mulf %d#1, %va : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %a) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%x: f64, %a: f64, %vx: f64, %va: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x, %a, %vx, %va) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%x: f64, %a: f64, %vx: f64, %va: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pa: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %pa, %vx, %va) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %a) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: f64, %a: f64, %vx: f64, %va: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %pa: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %pa, %vx, %va) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %a, %vx, %va) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
