// A recursion that takes the gradient of another recursion at each level.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1, 3], "results": [0.6641142064326211]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1, 3], "value": [0.6641142064326211], "gradients": [-4.43812534395768, -2.005490612077772]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1, 3], "value": [0.6641142064326211], "gradients": [-4.43812534395768, -2.005490612077772]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 3], "gradients": [-94.98391139109334]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 3], "gradients": [-94.98391139109334]}

func.func @power(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %one = arith.constant 1.0 : f64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    scf.yield %one : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %s = func.call @power(%x, %m) : (f64, i64) -> f64
    %p = arith.mulf %s, %x : f64
    scf.yield %p : f64
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %p = functional.ref @power : !functional.fn<(f64, i64) -> f64>
  %dp = functional.grad %p : !functional.fn<(f64, i64) -> f64>
  %r = scf.if %done -> f64 {
    scf.yield %y : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %d = functional.apply %dp(%x, %n) : !functional.fn<(f64, i64) -> f64>
    %e = arith.mulf %d, %y : f64
    %t = math.sin %e : f64
    %v = func.call @f(%x, %t, %m) : (f64, f64, i64) -> f64
    scf.yield %v : f64
  }
  return %r : f64
}
