// Several results: a pullback takes one cotangent for each, a tangent comes back for each.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 0.5], "results": [0.6816387600233341, 0.75, 0.8109302162163288]}
// CHECK-CALL: {"entry": "f", "command": "vjp", "inputs": [1.5, 0.5], "cotangents": [2.0, 0.25, -1.0], "value": [0.6816387600233341, 0.75, 0.8109302162163288], "gradients": [-0.4766444644595125, 4.191927039054121]}
// CHECK-CALL: {"entry": "f", "command": "jvp", "inputs": [1.5, 0.5], "tangents": [1.0, -0.5], "value": [0.6816387600233341, 0.75, 0.8109302162163288], "tangents_out": [-0.18292221721845522, -0.25, 2.1442635495496623]}

func.func @f(%x: f64, %y: f64) -> (f64, f64, f64) {
  %xy = arith.mulf %x, %y : f64
  %s = math.sin %xy : f64
  %l = math.log %x : f64
  %ly = arith.divf %l, %y : f64
  return %s, %xy, %ly : f64, f64, f64
}
