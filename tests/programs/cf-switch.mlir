// cf.switch with a shared target.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0], "results": [0.7833269096274834]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.9, 0], "value": [0.7833269096274834], "gradients": [0.6216099682706644]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.9, 0], "value": [0.7833269096274834], "gradients": [0.6216099682706644]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0], "gradients": [-0.7833269096274834]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0], "gradients": [-0.7833269096274834]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1], "results": [0.8003926098810277]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.9, 1], "value": [0.8003926098810277], "gradients": [-2.801499527766718]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.9, 1], "value": [0.8003926098810277], "gradients": [-2.801499527766718]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1], "gradients": [-21.75592913710826]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1], "gradients": [-21.75592913710826]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 5], "results": [0.7242871743701426]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.9, 5], "value": [0.7242871743701426], "gradients": [1.2410971793131444]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.9, 5], "value": [0.7242871743701426], "gradients": [1.2410971793131444]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 5], "gradients": [-0.967693579055768]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 5], "gradients": [-0.967693579055768]}

func.func @f(%x: f64, %k: i32) -> f64 {
  %one = arith.constant 1.0 : f64
  cf.switch %k : i32, [
    default: ^same(%x : f64),
    0: ^same(%one : f64),
    1: ^other
  ]
^other:
  %e = math.exp %x : f64
  cf.br ^same(%e : f64)
^same(%a: f64):
  %b = arith.mulf %a, %x : f64
  %s = math.sin %b : f64
  return %s : f64
}
