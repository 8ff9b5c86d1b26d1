// A while loop that composes a closure with itself.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.8, 0.3, 3], "results": [1.7959128508288442]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.8, 0.3, 3], "value": [1.7959128508288442], "gradients": [0.8504048467720989, -0.03566779030655928]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.8, 0.3, 3], "value": [1.7959128508288442], "gradients": [0.8504048467720989, -0.03566779030655928]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.8, 0.3, 3], "gradients": [-2.601377695278995]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.8, 0.3, 3], "gradients": [-2.601377695278995]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %g0 = functional.lambda (%z: f64) -> f64 {
    %s = arith.mulf %z, %y : f64
    functional.return %s : f64
  }
  %r:2 = scf.while (%g = %g0, %i = %c0) : (!functional.fn<(f64) -> f64>, i64) -> (!functional.fn<(f64) -> f64>, i64) {
    %go = arith.cmpi slt, %i, %n : i64
    scf.condition(%go) %g, %i : !functional.fn<(f64) -> f64>, i64
  } do {
  ^bb0(%g: !functional.fn<(f64) -> f64>, %i: i64):
    %h = functional.lambda (%z: f64) -> f64 {
      %a = functional.apply %g(%z) : !functional.fn<(f64) -> f64>
      %b = math.sin %a : f64
      %c = arith.addf %b, %x : f64
      functional.return %c : f64
    }
    %j = arith.addi %i, %c1 : i64
    scf.yield %h, %j : !functional.fn<(f64) -> f64>, i64
  }
  %z = functional.apply %r#0(%x) : !functional.fn<(f64) -> f64>
  return %z : f64
}
