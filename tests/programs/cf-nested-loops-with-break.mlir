// Blocks: nested loops, the inner of which breaks out of both.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.2, 3], "results": [7.988598975790374]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.2, 3], "value": [7.988598975790374], "gradients": [28.247993714659824, 32.68270500430539]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.2, 3], "value": [7.988598975790374], "gradients": [28.247993714659824, 32.68270500430539]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.2, 3], "gradients": [-120.83599730578108]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.2, 3], "gradients": [-120.83599730578108]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.4, 0.6, 4], "results": [38.51019571151641]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.4, 0.6, 4], "value": [38.51019571151641], "gradients": [108.44340398950807, 95.78449973425856]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.4, 0.6, 4], "value": [38.51019571151641], "gradients": [108.44340398950807, 95.78449973425856]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.4, 0.6, 4], "gradients": [251.50000636811734]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.4, 0.6, 4], "gradients": [251.50000636811734]}

func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %limit = arith.constant 6.0 : f64
  cf.br ^outer(%y, %c0 : f64, index)
^outer(%a: f64, %i: index):
  %go = arith.cmpi slt, %i, %n : index
  cf.cond_br %go, ^inner(%a, %c0 : f64, index), ^end(%a : f64)
^inner(%b: f64, %k: index):
  %more = arith.cmpi sle, %k, %i : index
  cf.cond_br %more, ^step, ^next
^step:
  %p = arith.mulf %b, %x : f64
  %q = arith.addf %p, %y : f64
  %l = arith.addi %k, %c1 : index
  %big = arith.cmpf ogt, %q, %limit : f64
  cf.cond_br %big, ^end(%q : f64), ^inner(%q, %l : f64, index)
^next:
  %j = arith.addi %i, %c1 : index
  %s = math.sin %b : f64
  %t = arith.addf %s, %b : f64
  cf.br ^outer(%t, %j : f64, index)
^end(%r: f64):
  %z = arith.mulf %r, %r : f64
  return %z : f64
}
