// An entry that takes a nested tuple: the gradient has its shape. The integer has the unit as its tangent.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [[2.0, [3.0, 0.5]], 1.25], "results": [11.14232762420077]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [[2.0, [3.0, 0.5]], 1.25], "value": [11.14232762420077], "gradients": [[4.946163812100385, [3.2974425414002564, 9.89232762420077]], 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [[2.0, [3.0, 0.5]], 1.25], "value": [11.14232762420077], "gradients": [[4.946163812100385, [3.2974425414002564, 9.89232762420077]], 1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "wrt": [0], "mode": "reverse", "inputs": [[2.0, [3.0, 0.5]], 1.25], "value": [11.14232762420077], "gradients": [[4.946163812100385, [3.2974425414002564, 9.89232762420077]]]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [[2.0, [3.0, 0.5]], 1.25], "tangents": [[1.0, [0.5, 0.0]], -1.0], "value": [11.14232762420077], "tangents_out": [5.594885082800513]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [[2.0, [3.0, 0.5]], 1.25], "cotangents": [2.0], "value": [11.14232762420077], "gradients": [[9.89232762420077, [6.594885082800513, 19.78465524840154]], 2.0]}
// CHECK-CALL: {"entry": "with_integer", "command": "grad", "mode": "reverse", "inputs": [[2.5, 3]], "value": [7.5], "gradients": [[3.0, []]]}
// CHECK-CALL: {"entry": "with_integer", "command": "grad", "mode": "forward", "inputs": [[2.5, 3]], "value": [7.5], "gradients": [[3.0, []]]}

func.func @f(%t: tuple<f64, tuple<f64, f64>>, %s: f64) -> f64 {
  %a = functional.get %t[0] : tuple<f64, tuple<f64, f64>>
  %bc = functional.get %t[1] : tuple<f64, tuple<f64, f64>>
  %b = functional.get %bc[0] : tuple<f64, f64>
  %c = functional.get %bc[1] : tuple<f64, f64>
  %ab = arith.mulf %a, %b : f64
  %e = math.exp %c : f64
  %p = arith.mulf %ab, %e : f64
  %r = arith.addf %p, %s : f64
  return %r : f64
}

func.func @with_integer(%t: tuple<f64, i32>) -> f64 {
  %x = functional.get %t[0] : tuple<f64, i32>
  %n = functional.get %t[1] : tuple<f64, i32>
  %k = arith.sitofp %n : i32 to f64
  %r = arith.mulf %x, %k : f64
  return %r : f64
}
