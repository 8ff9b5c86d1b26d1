// A while loop that carries a tuple and a counter.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.3, 0.4, 4], "results": [14.075805098862448]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.3, 0.4, 4], "value": [14.075805098862448], "gradients": [24.936349557668965, 45.948800003980566]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.3, 0.4, 4], "value": [14.075805098862448], "gradients": [24.936349557668965, 45.948800003980566]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.3, 0.4, 4], "gradients": [-71.53132138577959]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.3, 0.4, 4], "gradients": [-71.53132138577959]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, -1.2, 0], "results": [-0.84]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, -1.2, 0], "value": [-0.84], "gradients": [-1.2, 0.7]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, -1.2, 0], "value": [-0.84], "gradients": [-1.2, 0.7]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, -1.2, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, -1.2, 0], "gradients": [0.0]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %t = functional.tuple %x, %y : f64, f64
  %r:2 = scf.while (%p = %t, %i = %c0) : (tuple<f64, f64>, i64) -> (tuple<f64, f64>, i64) {
    %go = arith.cmpi slt, %i, %n : i64
    scf.condition(%go) %p, %i : tuple<f64, f64>, i64
  } do {
  ^bb0(%p: tuple<f64, f64>, %i: i64):
    %a = functional.get %p[0] : tuple<f64, f64>
    %b = functional.get %p[1] : tuple<f64, f64>
    %s = math.sin %b : f64
    %q = arith.mulf %a, %s : f64
    %u = arith.addf %b, %a : f64
    %next = functional.tuple %u, %q : f64, f64
    %j = arith.addi %i, %c1 : i64
    scf.yield %next, %j : tuple<f64, f64>, i64
  }
  %a = functional.get %r#0[0] : tuple<f64, f64>
  %b = functional.get %r#0[1] : tuple<f64, f64>
  %z = arith.mulf %a, %b : f64
  return %z : f64
}
