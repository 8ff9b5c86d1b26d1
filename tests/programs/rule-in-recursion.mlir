// A function with its own rule, called in a recursion, which it takes part in at every level.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3, 4], "results": [2.5241802147125094]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3, 4], "value": [2.5241802147125094], "gradients": [16.396264306595146, 16.52601221055728]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3, 4], "value": [2.5241802147125094], "gradients": [16.396264306595146, 16.52601221055728]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, 4], "gradients": [99.77066893263277]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3, 4], "gradients": [99.77066893263277]}

func.func @soft(%x: f64) -> f64 attributes {functional.custom_vjp = @soft_vjp} {
  %e = math.exp %x : f64
  %l = math.log1p %e : f64
  return %l : f64
}
func.func @soft_vjp(%x: f64) -> (f64, !functional.fn<(f64) -> f64>) {
  %l = func.call @soft(%x) : (f64) -> f64
  %one = arith.constant 1.0 : f64
  %pb = functional.lambda (%d: f64) -> f64 {
    %n = arith.negf %x : f64
    %e = math.exp %n : f64
    %s = arith.addf %e, %one : f64
    %q = arith.divf %d, %s : f64
    functional.return %q : f64
  }
  return %l, %pb : f64, !functional.fn<(f64) -> f64>
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %a = arith.mulf %x, %y : f64
    %s = func.call @f(%a, %y, %m) : (f64, f64, i64) -> f64
    %t = func.call @soft(%s) : (f64) -> f64
    %u = arith.mulf %t, %x : f64
    scf.yield %u : f64
  }
  return %r : f64
}
