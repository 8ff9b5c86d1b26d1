// Blocks with a loop of two exits.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.2, 0.3, 10], "results": [1.4106747298452686]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.2, 0.3, 10], "value": [1.4106747298452686], "gradients": [3.0946246633095202, 1.3096771675059529]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.2, 0.3, 10], "value": [1.4106747298452686], "gradients": [3.0946246633095202, 1.3096771675059529]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.2, 0.3, 10], "gradients": [-0.4714201578585424]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.2, 0.3, 10], "gradients": [-0.4714201578585424]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.2, 0.9, 2], "results": [-0.5366039141251212]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.2, 0.9, 2], "value": [-0.5366039141251212], "gradients": [-4.404814778419704, -1.8564353472266955]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.2, 0.9, 2], "value": [-0.5366039141251212], "gradients": [-4.404814778419704, -1.8564353472266955]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.2, 0.9, 2], "gradients": [8.545991502723219]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.2, 0.9, 2], "gradients": [8.545991502723219]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %limit = arith.constant 4.0 : f64
  cf.br ^head(%x, %c0 : f64, i64)
^head(%a: f64, %i: i64):
  %go = arith.cmpi slt, %i, %n : i64
  cf.cond_br %go, ^body, ^late
^body:
  %p = arith.mulf %a, %x : f64
  %q = arith.addf %p, %y : f64
  %j = arith.addi %i, %c1 : i64
  %big = arith.cmpf ogt, %q, %limit : f64
  cf.cond_br %big, ^early(%q : f64), ^head(%q, %j : f64, i64)
^early(%e: f64):
  %l = math.log %e : f64
  return %l : f64
^late:
  %s = math.sin %a : f64
  return %s : f64
}
