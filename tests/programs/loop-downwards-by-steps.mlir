// A loop with bounds and steps that are arguments, over the counter as a float.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.3, 2, 11, 3], "results": [0.2238385628910076]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.3, 2, 11, 3], "value": [0.2238385628910076], "gradients": [6.232269882106668, -0.3133339677546833]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.3, 2, 11, 3], "value": [0.2238385628910076], "gradients": [6.232269882106668, -0.3133339677546833]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 2, 11, 3], "gradients": [213.69570745596462]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 2, 11, 3], "gradients": [213.69570745596462]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.3, 5, 5, 1], "results": [0.27]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.3, 5, 5, 1], "value": [0.27], "gradients": [0.3, 0.9]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.3, 5, 5, 1], "value": [0.27], "gradients": [0.3, 0.9]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 5, 5, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 5, 5, 1], "gradients": [0.0]}

func.func @f(%x: f64, %y: f64, %a: index, %b: index, %s: index) -> f64 {
  %r:2 = scf.for %i = %a to %b step %s iter_args(%u = %x, %v = %y) -> (f64, f64) {
    %j = arith.subi %b, %i : index
    %k = arith.index_cast %j : index to i64
    %t = arith.sitofp %k : i64 to f64
    %p = arith.mulf %u, %t : f64
    %q = math.sin %p : f64
    scf.yield %v, %q : f64, f64
  }
  %z = arith.mulf %r#0, %r#1 : f64
  return %z : f64
}
