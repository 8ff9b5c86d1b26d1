// Pullbacks of all steps of a loop are kept in a list and applied by a recursion, as a tape by hand.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1, 4], "results": [1.520558459576964]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1, 4], "value": [1.520558459576964], "gradients": [-1.5034886250595736, -3.822903820211803]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1, 4], "value": [1.520558459576964], "gradients": [-1.5034886250595736, -3.822903820211803]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 4], "gradients": [2.6324989283673492]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 4], "gradients": [2.6324989283673492]}

functional.data @tape {
  end
  step(!functional.fn<(f64) -> (f64, f64)>, !functional.data<@tape>)
}
func.func @g(%z: f64, %y: f64) -> f64 {
  %p = arith.mulf %z, %y : f64
  %s = math.sin %p : f64
  return %s : f64
}
func.func @back(%t: !functional.data<@tape>, %d: f64) -> f64 {
  %r = functional.match %t : !functional.data<@tape> -> f64 {
  case end {
    functional.yield %d : f64
  }
  case step(%pb: !functional.fn<(f64) -> (f64, f64)>, %rest: !functional.data<@tape>) {
    %dz, %dy = functional.apply %pb(%d) : !functional.fn<(f64) -> (f64, f64)>
    %s = func.call @back(%rest, %dz) : (!functional.data<@tape>, f64) -> f64
    %u = arith.addf %s, %dy : f64
    functional.yield %u : f64
  }
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f64
  %e = functional.construct @tape end() : !functional.data<@tape>
  %g = functional.ref @g : !functional.fn<(f64, f64) -> f64>
  %v = functional.vjp %g : !functional.fn<(f64, f64) -> f64>
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%z = %x, %t = %e) -> (f64, !functional.data<@tape>) {
    %w, %pb = functional.apply %v(%z, %y) : !functional.fn<(f64, f64) -> (f64, !functional.fn<(f64) -> (f64, f64)>)>
    %u = functional.construct @tape step(%pb, %t) : (!functional.fn<(f64) -> (f64, f64)>, !functional.data<@tape>) -> !functional.data<@tape>
    scf.yield %w, %u : f64, !functional.data<@tape>
  }
  %d = func.call @back(%r#1, %one) : (!functional.data<@tape>, f64) -> f64
  return %d : f64
}
