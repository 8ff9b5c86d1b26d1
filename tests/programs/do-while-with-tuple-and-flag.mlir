// A do-while loop whose condition comes of what it carries.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.3], "results": [11.44764878415186]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.3], "value": [11.44764878415186], "gradients": [108.60379535718235, 22.978474059398046]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.3], "value": [11.44764878415186], "gradients": [108.60379535718235, 22.978474059398046]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.3], "gradients": [1034.6645977766452]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.3], "gradients": [1034.6645977766452]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.0, 0.3], "results": [83.7]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [3.0, 0.3], "value": [83.7], "gradients": [109.80000000000001, 9.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [3.0, 0.3], "value": [83.7], "gradients": [109.80000000000001, 9.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [3.0, 0.3], "gradients": [108.6]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [3.0, 0.3], "gradients": [108.6]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %limit = arith.constant 2.5 : f64
  %true = arith.constant true
  %r:2 = scf.while (%a = %x, %c = %true) : (f64, i1) -> (f64, f64) {
    %b = arith.mulf %a, %a : f64
    %d = arith.addf %b, %y : f64
    %small = arith.cmpf olt, %d, %limit : f64
    %go = arith.andi %small, %c : i1
    scf.condition(%go) %d, %b : f64, f64
  } do {
  ^bb0(%d: f64, %b: f64):
    %s = arith.mulf %d, %b : f64
    %u = arith.addf %s, %x : f64
    %low = arith.cmpf olt, %u, %limit : f64
    scf.yield %u, %low : f64, i1
  }
  %p = arith.mulf %r#0, %r#1 : f64
  return %p : f64
}
