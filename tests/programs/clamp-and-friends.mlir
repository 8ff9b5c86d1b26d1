// clampf, copysign, absf, sincos, remf and round of what varies.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, -1.3], "results": [0.008930915171623255]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, -1.3], "value": [0.008930915171623255], "gradients": [-0.47448309950964784, 0.6032179368804723]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, -1.3], "value": [0.008930915171623255], "gradients": [-0.47448309950964784, 0.6032179368804723]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, -1.3], "gradients": [-1.3921187135852113]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, -1.3], "gradients": [-1.3921187135852113]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.2, 2.4], "results": [-0.016514275843695858]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [-0.2, 2.4], "value": [-0.016514275843695858], "gradients": [0.16514275843695858, 0.0024772213996037797]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [-0.2, 2.4], "value": [-0.016514275843695858], "gradients": [0.16514275843695858, 0.0024772213996037797]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [-0.2, 2.4], "gradients": [-0.8257137921847928]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [-0.2, 2.4], "gradients": [-0.8257137921847928]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %lo = arith.constant -0.5 : f64
  %hi = arith.constant 0.5 : f64
  %a = math.clampf %x to [%lo, %hi] : f64
  %b = math.copysign %x, %y : f64
  %c = math.absf %y : f64
  %s, %k = math.sincos %c : f64
  %d = arith.mulf %s, %b : f64
  %e = arith.mulf %k, %x : f64
  %g = arith.addf %d, %e : f64
  %h = arith.addf %g, %a : f64
  %r = math.round %h : f64
  %t = arith.subf %h, %r : f64
  %u = arith.remf %t, %c : f64
  %v = arith.mulf %u, %x : f64
  return %v : f64
}
