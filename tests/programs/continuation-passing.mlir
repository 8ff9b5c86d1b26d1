// Continuation-passing style with a branch: each step calls what comes after it.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.75, 1.0], "results": [0.421875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.75, 1.0], "value": [0.421875], "gradients": [1.6875, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.75, 1.0], "value": [0.421875], "gradients": [1.6875, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.75, 1.0], "cotangents": [2.0], "value": [0.421875], "gradients": [3.375, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.75, 1.0], "tangents": [0.5, 1.0], "value": [0.421875], "tangents_out": [0.84375]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [0.75, 1.0], "value": [0.421875], "gradients": [1.6875]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [0.75, 1.0], "value": [0.421875], "gradients": [0.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.75, 1.0, 1.0, -0.5], "results": [4.5, 0.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.75, 1.0, 1.0, -0.5], "results": [4.5, 0.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.75, 1.0, 1.0, -0.5], "results": [4.5, 0.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.75, 1.0, 1.0, -0.5], "results": [4.5]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.25, 1.0], "results": [0.9158245441687624]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [1.25, 1.0], "value": [0.9158245441687624], "gradients": [0.4031635107451968, 0.9158245441687624]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [1.25, 1.0], "value": [0.9158245441687624], "gradients": [0.4031635107451968, 0.9158245441687624]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.25, 1.0], "cotangents": [2.0], "value": [0.9158245441687624], "gradients": [0.8063270214903936, 1.8316490883375247]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.25, 1.0], "tangents": [0.5, 1.0], "value": [0.9158245441687624], "tangents_out": [1.1174062995413607]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [1.25, 1.0], "value": [0.9158245441687624], "gradients": [0.4031635107451968]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [1], "mode": "reverse", "inputs": [1.25, 1.0], "value": [0.9158245441687624], "gradients": [0.9158245441687624]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [1.25, 1.0, 1.0, -0.5], "results": [-1.7251861390449297, 0.4031635107451968]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [1.25, 1.0, 1.0, -0.5], "results": [-1.7251861390449297, 0.4031635107451968]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [1.25, 1.0, 1.0, -0.5], "results": [-1.7251861390449297, 0.4031635107451968]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [1.25, 1.0, 1.0, -0.5], "results": [-1.9267678944175282]}

func.func private @square_then(%x: f64, %k: !functional.fn<(f64) -> f64>) -> f64 {
  %xx = arith.mulf %x, %x : f64
  %r = functional.apply %k(%xx) : !functional.fn<(f64) -> f64>
  return %r : f64
}

func.func private @clip_then(%x: f64, %limit: f64, %k: !functional.fn<(f64) -> f64>, %otherwise: !functional.fn<() -> f64>) -> f64 {
  %over = arith.cmpf ogt, %x, %limit : f64
  %r = scf.if %over -> (f64) {
    %a = functional.apply %otherwise() : !functional.fn<() -> f64>
    scf.yield %a : f64
  } else {
    %a = functional.apply %k(%x) : !functional.fn<(f64) -> f64>
    scf.yield %a : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %limit: f64) -> f64 {
  %after_square = functional.lambda (%xx: f64) -> f64 {
    %scale = functional.lambda (%z: f64) -> f64 {
      %p = arith.mulf %z, %x : f64
      functional.return %p : f64
    }
    %saturate = functional.lambda () -> f64 {
      %t = math.tanh %xx : f64
      %p = arith.mulf %t, %limit : f64
      functional.return %p : f64
    }
    %r = func.call @clip_then(%xx, %limit, %scale, %saturate) : (f64, f64, !functional.fn<(f64) -> f64>, !functional.fn<() -> f64>) -> f64
    functional.return %r : f64
  }
  %r = func.call @square_then(%x, %after_square) : (f64, !functional.fn<(f64) -> f64>) -> f64
  return %r : f64
}

// The Hessian times the direction, reverse over reverse.
func.func @rev_rev(%x: f64, %limit: f64, %vx: f64, %vlimit: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %plimit: f64) -> f64 {
    %d:2 = functional.apply %df(%px, %plimit) : !functional.fn<(f64, f64) -> (f64, f64)>
    %t0 = arith.mulf %d#0, %vx : f64
    %t1 = arith.mulf %d#1, %vlimit : f64
    %s1 = arith.addf %t0, %t1 : f64
    functional.return %s1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %limit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// The same, forward over reverse.
func.func @fwd_rev(%x: f64, %limit: f64, %vx: f64, %vlimit: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64, f64) -> f64>
  %h = functional.jvp %df : !functional.fn<(f64, f64) -> (f64, f64)>
  %r:4 = functional.apply %h(%x, %limit, %vx, %vlimit) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64, f64, f64)>
  return %r#2, %r#3 : f64, f64
}

// The same, reverse over forward.
func.func @rev_fwd(%x: f64, %limit: f64, %vx: f64, %vlimit: f64) -> (f64, f64) {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %plimit: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %plimit, %vx, %vlimit) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.grad %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %limit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// Forward over forward: the second derivative along the direction.
func.func @fwd_fwd(%x: f64, %limit: f64, %vx: f64, %vlimit: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64, f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64, f64) -> f64>
  %slope = functional.lambda (%px: f64, %plimit: f64) -> f64 {
    %d:2 = functional.apply %jf(%px, %plimit, %vx, %vlimit) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %h = functional.jvp %slope : !functional.fn<(f64, f64) -> f64>
  %r:2 = functional.apply %h(%x, %limit, %vx, %vlimit) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
