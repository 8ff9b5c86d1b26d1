// A loop in one branch.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 4, true], "results": [2.3463268122196044]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 4, true], "value": [2.3463268122196044], "gradients": [2.6537605870960665]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7, 4, true], "value": [2.3463268122196044], "gradients": [2.6537605870960665]}
// CHECK-CALL: {"entry": "f", "command": "grad", "order": 3, "inputs": [0.7, 4, true], "gradients": [56.60926051165471]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 4, true], "results": [-4.535491319329739]}
// CHECK-CALL: {"entry": "fwd_rev", "command": "run", "inputs": [0.7, 4, true], "results": [-4.535491319329739]}
// CHECK-CALL: {"entry": "rev_fwd", "command": "run", "inputs": [0.7, 4, true], "results": [-4.535491319329739]}
// CHECK-CALL: {"entry": "fwd_fwd", "command": "run", "inputs": [0.7, 4, true], "results": [-4.535491319329739]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 4, false], "value": [0.3429999999999999], "gradients": [1.4699999999999998]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 4, false], "results": [4.199999999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [0.7, 0, true], "value": [0.7], "gradients": [1.0]}
// CHECK-CALL: {"entry": "rev_rev", "command": "run", "inputs": [0.7, 0, true], "results": [0.0]}

func.func @f(%x: f64, %n: index, %b: i1) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.if %b -> (f64) {
    %p = scf.for %i = %c0 to %n step %c1 iter_args(%p = %x) -> (f64) {
      %q = arith.mulf %p, %x : f64
      %t = math.sin %p : f64
      %u = arith.addf %q, %t : f64
      scf.yield %u : f64
    }
    scf.yield %p : f64
  } else {
    %a = arith.mulf %x, %x : f64
    %c = arith.mulf %a, %x : f64
    scf.yield %c : f64
  }
  return %r : f64
}

// d/dx d/dx f, reverse over reverse.
func.func @rev_rev(%x: f64, %n: index, %b: i1) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n, %b) : (f64, index, i1) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over reverse.
func.func @fwd_rev(%x: f64, %n: index, %b: i1) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n, %b) : (f64, index, i1) -> f64
    functional.return %value : f64
  }
  %df = functional.grad %function : !functional.fn<(f64) -> f64>
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}

// Reverse over forward.
func.func @rev_fwd(%x: f64, %n: index, %b: i1) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n, %b) : (f64, index, i1) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.grad %df : !functional.fn<(f64) -> f64>
  %second = functional.apply %ddf(%x) : !functional.fn<(f64) -> f64>
  return %second : f64
}

// Forward over forward.
func.func @fwd_fwd(%x: f64, %n: index, %b: i1) -> f64 {
  %function = functional.lambda (%at: f64) -> f64 {
    %value = func.call @f(%at, %n, %b) : (f64, index, i1) -> f64
    functional.return %value : f64
  }
  %jf = functional.jvp %function : !functional.fn<(f64) -> f64>
  %unit = arith.constant 1.0 : f64
  %df = functional.lambda (%again: f64) -> f64 {
    %pair:2 = functional.apply %jf(%again, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
    functional.return %pair#1 : f64
  }
  %ddf = functional.jvp %df : !functional.fn<(f64) -> f64>
  %second:2 = functional.apply %ddf(%x, %unit) : !functional.fn<(f64, f64) -> (f64, f64)>
  return %second#1 : f64
}
