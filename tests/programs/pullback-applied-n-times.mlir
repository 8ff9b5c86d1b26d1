// A pullback is applied in a loop, as often as an argument says; also not at all.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.8, 0.5, 3], "results": [5.08164156540301]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.8, 0.5, 3], "value": [5.08164156540301], "gradients": [11.916312065654601, 24.5477436088655]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.8, 0.5, 3], "value": [5.08164156540301], "gradients": [11.916312065654601, 24.5477436088655]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.8, 0.5, 3], "gradients": [3.8740613509646096]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.8, 0.5, 3], "gradients": [3.8740613509646096]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.8, 0.5, 0], "results": [1.431435870084397]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.8, 0.5, 0], "value": [1.431435870084397], "gradients": [0.4986454873439984, 1.0268492401371]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.8, 0.5, 0], "value": [1.431435870084397], "gradients": [0.4986454873439984, 1.0268492401371]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.8, 0.5, 0], "gradients": [-0.3397197917594247]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.8, 0.5, 0], "gradients": [-0.3397197917594247]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.8, 0.5, 1], "results": [2.1836478725410666]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.8, 0.5, 1], "value": [2.1836478725410666], "gradients": [2.213985779980278, 4.560464277574067]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.8, 0.5, 1], "value": [2.1836478725410666], "gradients": [2.213985779980278, 4.560464277574067]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.8, 0.5, 1], "gradients": [-1.7250466785595526]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.8, 0.5, 1], "gradients": [-1.7250466785595526]}

func.func @g(%x: f64, %y: f64) -> f64 {
  %s = math.sin %x : f64
  %p = arith.mulf %s, %y : f64
  %e = math.exp %p : f64
  return %e : f64
}
func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f64
  %g = functional.ref @g : !functional.fn<(f64, f64) -> f64>
  %v = functional.vjp %g : !functional.fn<(f64, f64) -> f64>
  %r, %pb = functional.apply %v(%x, %y) : !functional.fn<(f64, f64) -> (f64, !functional.fn<(f64) -> (f64, f64)>)>
  %d = scf.for %i = %c0 to %n step %c1 iter_args(%d = %one) -> f64 {
    %gx, %gy = functional.apply %pb(%d) : !functional.fn<(f64) -> (f64, f64)>
    %s = arith.addf %gx, %gy : f64
    scf.yield %s : f64
  }
  %z = arith.mulf %d, %r : f64
  return %z : f64
}
