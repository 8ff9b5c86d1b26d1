// A loop of known trips that takes the derivative of the derivative: f is the third derivative of sin, −cos.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7], "results": [-0.7648421872844885]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "inputs": [0.7], "value": [-0.7648421872844885], "gradients": [0.644217687237691]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "inputs": [0.7], "value": [-0.7648421872844885], "gradients": [0.644217687237691]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %three = arith.constant 3 : index
  %sin = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    functional.return %s : f64
  }
  %h = scf.for %i = %zero to %three step %one iter_args(%g = %sin) -> (!g) {
    %d = functional.grad %g : !g
    scf.yield %d : !g
  }
  %r = functional.apply %h(%x) : !g
  return %r : f64
}
