// A root by Newton's method in a while loop whose step takes a derivative of a captured function.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.7, 1.0], "results": [1.392476650083835]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [2.7, 1.0], "value": [1.392476650083835], "gradients": [0.17191069754123006, -1.2842101904827871e-13]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [2.7, 1.0], "value": [1.392476650083835], "gradients": [0.17191069754123006, -1.2842101904827871e-13]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [2.7, 1.0], "gradients": [-0.04244708581246661]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [2.7, 1.0], "gradients": [-0.04244708581246661]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.4, 3.0], "results": [0.7368062997280773]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.4, 3.0], "value": [0.7368062997280773], "gradients": [0.6140052497733978, 1.825574144429241e-17]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.4, 3.0], "value": [0.7368062997280773], "gradients": [0.6140052497733978, 1.825574144429241e-17]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.4, 3.0], "gradients": [-1.0233420829556603]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.4, 3.0], "gradients": [-1.0233420829556603]}

func.func @f(%a: f64, %start: f64) -> f64 {
  %eps = arith.constant 1.0e-13 : f64
  %g = functional.lambda (%z: f64) -> f64 {
    %p = arith.mulf %z, %z : f64
    %q = arith.mulf %p, %z : f64
    %r = arith.subf %q, %a : f64
    functional.return %r : f64
  }
  %vg = functional.value_and_grad %g : !functional.fn<(f64) -> f64>
  %root = scf.while (%z = %start) : (f64) -> f64 {
    %v, %d = functional.apply %vg(%z) : !functional.fn<(f64) -> (f64, f64)>
    %size = math.absf %v : f64
    %go = arith.cmpf ogt, %size, %eps : f64
    scf.condition(%go) %z : f64
  } do {
  ^bb0(%z: f64):
    %v, %d = functional.apply %vg(%z) : !functional.fn<(f64) -> (f64, f64)>
    %q = arith.divf %v, %d : f64
    %w = arith.subf %z, %q : f64
    scf.yield %w : f64
  }
  return %root : f64
}
