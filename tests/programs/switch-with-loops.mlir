// An index switch, with a loop in one case and an early value in another.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.6, 1.4, 0], "results": [1.0836459653182184]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.6, 1.4, 0], "value": [1.0836459653182184], "gradients": [1.8444192994860407, 0.3368595561696135]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.6, 1.4, 0], "value": [1.0836459653182184], "gradients": [1.8444192994860407, 0.3368595561696135]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.6, 1.4, 0], "gradients": [-0.07688900439087273]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.6, 1.4, 0], "gradients": [-0.07688900439087273]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.6, 1.4, 1], "results": [3.150966320546712]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.6, 1.4, 1], "value": [3.150966320546712], "gradients": [3.550966320546712, 1.8221188003905089]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.6, 1.4, 1], "value": [3.150966320546712], "gradients": [3.550966320546712, 1.8221188003905089]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.6, 1.4, 1], "gradients": [2.550966320546712]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.6, 1.4, 1], "gradients": [2.550966320546712]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.6, 1.4, 7], "results": [2.5599999999999996]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.6, 1.4, 7], "value": [2.5599999999999996], "gradients": [1.0, 2.8]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.6, 1.4, 7], "value": [2.5599999999999996], "gradients": [1.0, 2.8]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.6, 1.4, 7], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.6, 1.4, 7], "gradients": [0.0]}

func.func @f(%x: f64, %y: f64, %k: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %r:2 = scf.index_switch %k -> f64, f64
  case 0 {
    %s = scf.for %i = %c0 to %c5 step %c1 iter_args(%a = %x) -> f64 {
      %b = arith.mulf %a, %y : f64
      %c = math.tanh %b : f64
      scf.yield %c : f64
    }
    scf.yield %s, %x : f64, f64
  }
  case 1 {
    %e = math.exp %x : f64
    scf.yield %e, %y : f64, f64
  }
  default {
    scf.yield %y, %y : f64, f64
  }
  %p = arith.mulf %r#0, %r#1 : f64
  %q = arith.addf %p, %x : f64
  return %q : f64
}
