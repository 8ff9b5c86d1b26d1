// Two closures that call each other, one with an accumulator, over a captured variable.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 0.9, 5], "results": [0.9920169163144343]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 0.9, 5], "value": [0.9920169163144343], "gradients": [-0.14614515789063817, -0.012942982523039465]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 0.9, 5], "value": [0.9920169163144343], "gradients": [-0.14614515789063817, -0.012942982523039465]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 0.9, 5], "gradients": [-1.6957333468988285]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 0.9, 5], "gradients": [-1.6957333468988285]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %a, %b = functional.letrec (%even: !functional.fn<(i64, f64) -> f64>, %odd: !functional.fn<(i64, f64) -> f64>) {
    %e = functional.lambda (%m: i64, %acc: f64) -> f64 {
      %done = arith.cmpi sle, %m, %c0 : i64
      %r = scf.if %done -> f64 {
        scf.yield %acc : f64
      } else {
        %k = arith.subi %m, %c1 : i64
        %p = arith.mulf %acc, %x : f64
        %v = functional.apply %odd(%k, %p) : !functional.fn<(i64, f64) -> f64>
        %w = math.sin %v : f64
        scf.yield %w : f64
      }
      functional.return %r : f64
    }
    %o = functional.lambda (%m: i64, %acc: f64) -> f64 {
      %done = arith.cmpi sle, %m, %c0 : i64
      %r = scf.if %done -> f64 {
        %s = arith.mulf %acc, %acc : f64
        scf.yield %s : f64
      } else {
        %k = arith.subi %m, %c1 : i64
        %p = arith.addf %acc, %y : f64
        %v = functional.apply %even(%k, %p) : !functional.fn<(i64, f64) -> f64>
        %w = arith.addf %v, %x : f64
        scf.yield %w : f64
      }
      functional.return %r : f64
    }
    functional.return %e, %o : !functional.fn<(i64, f64) -> f64>, !functional.fn<(i64, f64) -> f64>
  }
  %r = functional.apply %a(%n, %y) : !functional.fn<(i64, f64) -> f64>
  return %r : f64
}
