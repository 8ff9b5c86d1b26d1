// A while loop in a case of a switch in a counted loop.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.3, 6], "results": [-0.26667734623352674]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.3, 6], "value": [-0.26667734623352674], "gradients": [-9.87850830787874, -9.609510658556655]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.3, 6], "value": [-0.26667734623352674], "gradients": [-9.87850830787874, -9.609510658556655]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 6], "gradients": [1093.9545527575372]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 6], "gradients": [1093.9545527575372]}

func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %limit = arith.constant 3.0 : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x) -> f64 {
    %k = arith.remui %i, %c3 : index
    %v = scf.index_switch %k -> f64
    case 0 {
      %w = scf.while (%b = %a) : (f64) -> f64 {
        %go = arith.cmpf olt, %b, %limit : f64
        scf.condition(%go) %b : f64
      } do {
      ^bb0(%b: f64):
        %p = arith.mulf %b, %b : f64
        %q = arith.addf %p, %y : f64
        %s = arith.addf %q, %b : f64
        scf.yield %s : f64
      }
      scf.yield %w : f64
    }
    case 1 {
      %s = math.sin %a : f64
      scf.yield %s : f64
    }
    default {
      %s = arith.mulf %a, %y : f64
      scf.yield %s : f64
    }
    scf.yield %v : f64
  }
  return %r : f64
}
