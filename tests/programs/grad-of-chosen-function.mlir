// The gradient of a function that scf.if chooses.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-1.5], "results": [4.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [-1.5], "value": [4.5], "gradients": [-6.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [-1.5], "value": [4.5], "gradients": [-6.0]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [-1.5], "cotangents": [2.0], "value": [4.5], "gradients": [-12.0]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [-1.5], "tangents": [0.5], "value": [4.5], "tangents_out": [-3.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [-1.5], "gradients": [4.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [-1.5], "gradients": [4.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [-1.5], "results": [4.0]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [-1.5], "results": [4.0]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [-1.5], "results": [4.0]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [-1.5], "results": [4.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.75], "results": [0.5487666516553656]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.75], "value": [0.5487666516553656], "gradients": [0.22045979885632025]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.75], "value": [0.5487666516553656], "gradients": [0.22045979885632025]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [0.75], "cotangents": [2.0], "value": [0.5487666516553656], "gradients": [0.4409195977126405]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [0.75], "tangents": [0.5], "value": [0.5487666516553656], "tangents_out": [0.11022989942816012]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "inputs": [0.75], "gradients": [-1.912044171702034]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "inputs": [0.75], "gradients": [-1.912044171702034]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.75], "results": [-1.912044171702034]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.75], "results": [-1.912044171702034]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.75], "results": [-1.912044171702034]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.75], "results": [-1.912044171702034]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %negative = arith.cmpf olt, %x, %zero : f64
  %g = scf.if %negative -> (!functional.fn<(f64) -> f64>) {
    %h = functional.lambda (%z: f64) -> f64 {
      %zz = arith.mulf %z, %z : f64
      %p = arith.mulf %zz, %x : f64
      functional.return %p : f64
    }
    scf.yield %h : !functional.fn<(f64) -> f64>
  } else {
    %h = functional.lambda (%z: f64) -> f64 {
      %s = math.sin %z : f64
      %p = arith.mulf %s, %x : f64
      functional.return %p : f64
    }
    scf.yield %h : !functional.fn<(f64) -> f64>
  }
  %dg = functional.grad %g : !functional.fn<(f64) -> f64>
  %r = functional.apply %dg(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %r = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64) -> f64 {
  %f = functional.ref @f : !functional.fn<(f64) -> f64>
  %jf = functional.jvp %f : !functional.fn<(f64) -> f64>
  %one = arith.constant 1.0 : f64
  %df = functional.lambda (%p: f64) -> f64 {
    %d:2 = functional.apply %jf(%p, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %d#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %r:2 = functional.apply %ddf(%x, %one) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %r#1 : f64
}
