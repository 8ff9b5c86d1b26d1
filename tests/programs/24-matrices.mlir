// Jacobians by rows and by columns, Hessians, and products with them; of several arguments, tuples and mixed types.
//
// CHECK-CALL: {"entry": "rosenbrock", "command": "hvp", "inputs": [1.2, 1.2], "tangents": [1.0, 2.0], "value": [5.8], "gradients": [115.6, -48.0], "products": [290.0, -80.0]}
// CHECK-CALL: {"entry": "rosenbrock", "command": "hvp", "wrt": [1], "inputs": [1.2, 1.2], "tangents": [2.0], "gradients": [-48.0], "value": [5.8], "products": [400.0]}
// CHECK-CALL: {"entry": "rosenbrock", "command": "hvp", "wrt": [1, 0], "inputs": [1.2, 1.2], "tangents": [2.0, 1.0], "value": [5.8], "gradients": [-48.0, 115.6], "products": [-80.0, 290.0]}
// CHECK-CALL: {"entry": "rosenbrock", "command": "hessian", "inputs": [1.2, 1.2], "value": [5.8], "gradients": [115.6, -48.0], "hessian": [[1250.0, -480.0], [-480.0, 200.0]]}
// CHECK-CALL: {"entry": "rosenbrock", "command": "hessian", "wrt": [0], "inputs": [1.2, 1.2], "value": [5.8], "gradients": [115.6], "hessian": [[1250.0]]}
// CHECK-CALL: {"entry": "rosenbrock", "command": "jacobian", "inputs": [1.2, 1.2], "value": [5.8], "jacobian": [[115.6, -48.0]]}
// CHECK-CALL: {"entry": "polar", "command": "jacobian", "inputs": [2.0, 0.0], "value": [2.0, 0.0], "jacobian": [[1.0, 0.0], [0.0, 2.0]]}
// CHECK-CALL: {"entry": "polar", "command": "jacobian", "mode": "forward", "inputs": [2.0, 0.0], "value": [2.0, 0.0], "jacobian": [[1.0, 0.0], [0.0, 2.0]]}
// CHECK-CALL: {"entry": "polar", "command": "jacobian", "wrt": [1], "inputs": [2.0, 0.0], "value": [2.0, 0.0], "jacobian": [[0.0], [2.0]]}
// CHECK-CALL: {"entry": "mixed", "command": "jacobian", "inputs": [[2.0, [3.0, true]], 7, 5.0], "value": [[30.0, 7], 4.0, 7], "jacobian": [[[[15.0, [10.0, []]], 6.0], []], [[4.0, [0.0, []]], 0.0]]}
// CHECK-CALL: {"entry": "mixed", "command": "jacobian", "mode": "reverse", "inputs": [[2.0, [3.0, true]], 7, 5.0], "value": [[30.0, 7], 4.0, 7], "jacobian": [[[[15.0, [10.0, []]], 6.0], []], [[4.0, [0.0, []]], 0.0]]}
// CHECK-CALL: {"entry": "mixed", "command": "jacobian", "mode": "forward", "inputs": [[2.0, [3.0, true]], 7, 5.0], "value": [[30.0, 7], 4.0, 7], "jacobian": [[[[15.0, [10.0, []]], 6.0], []], [[4.0, [0.0, []]], 0.0]]}
// CHECK-CALL: {"entry": "mixed", "command": "vjp", "wrt": [2], "inputs": [[2.0, [3.0, true]], 7, 5.0], "cotangents": [[2.0, []], 1.0], "value": [[30.0, 7], 4.0, 7], "gradients": [12.0]}
// CHECK-CALL: {"entry": "mixed", "command": "vjp", "wrt": [2, 0], "inputs": [[2.0, [3.0, true]], 7, 5.0], "cotangents": [[2.0, []], 1.0], "value": [[30.0, 7], 4.0, 7], "gradients": [12.0, [34.0, [20.0, []]]]}
// CHECK-CALL: {"entry": "mixed", "command": "jvp", "wrt": [2], "inputs": [[2.0, [3.0, true]], 7, 5.0], "tangents": [0.5], "value": [[30.0, 7], 4.0, 7], "tangents_out": [[3.0, []], 0.0]}
// CHECK-CALL: {"entry": "volume", "command": "hessian", "inputs": [[2.0, [3.0, 1]], 5.0], "value": [30.0], "gradients": [[15.0, [10.0, []]], 6.0], "hessian": [[[[0.0, [5.0, []]], 3.0], [[[5.0, [0.0, []]], 2.0], []]], [[3.0, [2.0, []]], 0.0]]}
// CHECK-CALL: {"entry": "volume", "command": "hvp", "inputs": [[2.0, [3.0, 1]], 5.0], "tangents": [[1.0, [0.0, []]], 2.0], "value": [30.0], "gradients": [[15.0, [10.0, []]], 6.0], "products": [[6.0, [9.0, []]], 3.0]}
// CHECK-CALL: {"entry": "singular", "command": "jacobian", "inputs": [0.0, 3.0], "value": [3.0, 9.0], "jacobian": [["Infinity", 1.0], [0.0, 6.0]]}
// CHECK-CALL: {"entry": "singular", "command": "jacobian", "mode": "forward", "inputs": [0.0, 3.0], "value": [3.0, 9.0], "jacobian": [["Infinity", 1.0], [0.0, 6.0]]}
// CHECK-CALL: {"entry": "singular_sum", "command": "grad", "mode": "forward", "inputs": [0.0, 3.0], "value": [9.0], "gradients": ["Infinity", 6.0]}
// CHECK-CALL: {"entry": "singular_sum", "command": "hessian", "wrt": [1], "inputs": [0.0, 3.0], "value": [9.0], "gradients": [6.0], "hessian": [[2.0]]}
// CHECK-CALL: {"entry": "singular_sum", "command": "hessian", "inputs": [0.0, 3.0], "value": [9.0], "gradients": ["Infinity", 6.0], "hessian": [["-Infinity", 0.0], [0.0, 2.0]]}

// (1 - x)^2 + 100 (y - x^2)^2
func.func @rosenbrock(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %hundred = arith.constant 100.0 : f64
  %a = arith.subf %one, %x : f64
  %aa = arith.mulf %a, %a : f64
  %xx = arith.mulf %x, %x : f64
  %b = arith.subf %y, %xx : f64
  %bb = arith.mulf %b, %b : f64
  %c = arith.mulf %bb, %hundred : f64
  %r = arith.addf %aa, %c : f64
  return %r : f64
}

func.func @polar(%r: f64, %phi: f64) -> (f64, f64) {
  %c = math.cos %phi : f64
  %s = math.sin %phi : f64
  %x = arith.mulf %r, %c : f64
  %y = arith.mulf %r, %s : f64
  return %x, %y : f64, f64
}

// (x * y * z and n, x * x, n): the results hold fewer floats than the arguments.
func.func @mixed(%t: tuple<f64, tuple<f32, i1>>, %n: i32, %z: f64) -> (tuple<f64, i32>, f64, i32) {
  %x = functional.get %t[0] : tuple<f64, tuple<f32, i1>>
  %u = functional.get %t[1] : tuple<f64, tuple<f32, i1>>
  %narrow = functional.get %u[0] : tuple<f32, i1>
  %y = arith.extf %narrow : f32 to f64
  %xy = arith.mulf %x, %y : f64
  %xyz = arith.mulf %xy, %z : f64
  %r = functional.tuple %xyz, %n : f64, i32
  %xx = arith.mulf %x, %x : f64
  return %r, %xx, %n : tuple<f64, i32>, f64, i32
}

func.func @volume(%t: tuple<f64, tuple<f64, i32>>, %z: f64) -> f64 {
  %x = functional.get %t[0] : tuple<f64, tuple<f64, i32>>
  %u = functional.get %t[1] : tuple<f64, tuple<f64, i32>>
  %y = functional.get %u[0] : tuple<f64, i32>
  %xy = arith.mulf %x, %y : f64
  %xyz = arith.mulf %xy, %z : f64
  return %xyz : f64
}

// One derivative is infinite: it spoils no other entry.
func.func @singular(%x: f64, %y: f64) -> (f64, f64) {
  %s = math.sqrt %x : f64
  %r = arith.addf %s, %y : f64
  %q = arith.mulf %y, %y : f64
  return %r, %q : f64, f64
}

func.func @singular_sum(%x: f64, %y: f64) -> f64 {
  %s = math.sqrt %x : f64
  %q = arith.mulf %y, %y : f64
  %r = arith.addf %s, %q : f64
  return %r : f64
}
