// scf.execute_region, with blocks inside.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.4], "results": [0.6136010473465435]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.4], "value": [0.6136010473465435], "gradients": [0.9738476308781951, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.4], "value": [0.6136010473465435], "gradients": [0.9738476308781951, 0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.4], "gradients": [-0.4544041893861743]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.4], "gradients": [-0.4544041893861743]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.9, 1.4], "results": [7.075599999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.9, 1.4], "value": [7.075599999999999], "gradients": [7.447999999999999, 10.107999999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.9, 1.4], "value": [7.075599999999999], "gradients": [7.447999999999999, 10.107999999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.9, 1.4], "gradients": [3.9199999999999995]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.9, 1.4], "gradients": [3.9199999999999995]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %r = scf.execute_region -> f64 {
    %less = arith.cmpf olt, %x, %y : f64
    cf.cond_br %less, ^a, ^b
  ^a:
    %s = math.sin %x : f64
    scf.yield %s : f64
  ^b:
    %p = arith.mulf %x, %y : f64
    scf.yield %p : f64
  }
  %z = arith.mulf %r, %r : f64
  return %z : f64
}
