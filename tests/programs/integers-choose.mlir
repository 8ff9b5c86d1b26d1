// Flags and integers of all widths among the arguments, which choose and count.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3, true, 3, 2], "results": [5.091799999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3, true, 3, 2], "value": [5.091799999999999], "gradients": [9.822, 0.6859999999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3, true, 3, 2], "value": [5.091799999999999], "gradients": [9.822, 0.6859999999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, true, 3, 2], "gradients": [10.92]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, true, 3, 2], "gradients": [10.92]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3, false, -3, 1], "results": [4.524852071005917]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3, false, -3, 1], "value": [4.524852071005917], "gradients": [9.0, 2.7309968138370504]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3, false, -3, 1], "value": [4.524852071005917], "gradients": [9.0, 2.7309968138370504]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, false, -3, 1], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, false, -3, 1], "gradients": [0.0]}

func.func @f(%x: f64, %y: f64, %c: i1, %k: i32, %j: index) -> f64 {
  %a = arith.select %c, %x, %y : f64
  %kf = arith.sitofp %k : i32 to f64
  %p = math.fpowi %a, %k : f64, i32
  %ji = arith.index_cast %j : index to i32
  %bits = math.ctpop %ji : i32
  %q = math.fpowi %y, %bits : f64, i32
  %s = arith.mulf %p, %q : f64
  %t = arith.mulf %kf, %x : f64
  %u = arith.addf %s, %t : f64
  %floor = math.floor %t : f64
  %v = arith.mulf %u, %floor : f64
  return %v : f64
}
