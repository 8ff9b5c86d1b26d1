// A tuple with a function, a flag and numbers goes through a recursion.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.4, 3], "results": [3.5696873645297034]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.4, 3], "value": [3.5696873645297034], "gradients": [3.6978583904010742, 1.5720192311224486]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.4, 3], "value": [3.5696873645297034], "gradients": [3.6978583904010742, 1.5720192311224486]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.4, 3], "gradients": [-6.230031250657046]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.4, 3], "gradients": [-6.230031250657046]}

func.func @go(%t: tuple<!functional.fn<(f64) -> f64>, i1, tuple<f64, i64>>) -> f64 {
  %g = functional.get %t[0] : tuple<!functional.fn<(f64) -> f64>, i1, tuple<f64, i64>>
  %c = functional.get %t[1] : tuple<!functional.fn<(f64) -> f64>, i1, tuple<f64, i64>>
  %u = functional.get %t[2] : tuple<!functional.fn<(f64) -> f64>, i1, tuple<f64, i64>>
  %a = functional.get %u[0] : tuple<f64, i64>
  %n = functional.get %u[1] : tuple<f64, i64>
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %true = arith.constant true
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    scf.yield %a : f64
  } else {
    %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
    %d = arith.select %c, %b, %a : f64
    %m = arith.subi %n, %c1 : i64
    %flip = arith.xori %c, %true : i1
    %v = functional.tuple %d, %m : f64, i64
    %h = functional.lambda (%z: f64) -> f64 {
      %p = functional.apply %g(%z) : !functional.fn<(f64) -> f64>
      %q = arith.mulf %p, %a : f64
      functional.return %q : f64
    }
    %w = functional.tuple %h, %flip, %v : !functional.fn<(f64) -> f64>, i1, tuple<f64, i64>
    %s = func.call @go(%w) : (tuple<!functional.fn<(f64) -> f64>, i1, tuple<f64, i64>>) -> f64
    %e = arith.addf %s, %d : f64
    scf.yield %e : f64
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %true = arith.constant true
  %g = functional.lambda (%z: f64) -> f64 {
    %p = arith.mulf %z, %y : f64
    %s = math.sin %p : f64
    functional.return %s : f64
  }
  %u = functional.tuple %x, %n : f64, i64
  %t = functional.tuple %g, %true, %u : !functional.fn<(f64) -> f64>, i1, tuple<f64, i64>
  %r = func.call @go(%t) : (tuple<!functional.fn<(f64) -> f64>, i1, tuple<f64, i64>>) -> f64
  return %r : f64
}
