// A recursion whose argument is a recursive call.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1, 2, 2], "results": [0.08409943580300673]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1, 2, 2], "value": [0.08409943580300673], "gradients": [-0.013839880078157884, -1.085068640302327]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1, 2, 2], "value": [0.08409943580300673], "gradients": [-0.013839880078157884, -1.085068640302327]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 2, 2], "gradients": [-0.024390132910976633]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 2, 2], "gradients": [-0.024390132910976633]}

func.func @f(%x: f64, %y: f64, %m: i64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %mz = arith.cmpi sle, %m, %c0 : i64
  %r = scf.if %mz -> f64 {
    %k = arith.sitofp %n : i64 to f64
    %p = arith.mulf %k, %y : f64
    %q = arith.addf %p, %x : f64
    %s = math.sin %q : f64
    scf.yield %s : f64
  } else {
    %nz = arith.cmpi sle, %n, %c0 : i64
    %mm = arith.subi %m, %c1 : i64
    %t = scf.if %nz -> f64 {
      %a = func.call @f(%x, %y, %mm, %c1) : (f64, f64, i64, i64) -> f64
      %b = arith.mulf %a, %y : f64
      scf.yield %b : f64
    } else {
      %nn = arith.subi %n, %c1 : i64
      %a = func.call @f(%x, %y, %m, %nn) : (f64, f64, i64, i64) -> f64
      %b = func.call @f(%a, %y, %mm, %n) : (f64, f64, i64, i64) -> f64
      scf.yield %b : f64
    }
    scf.yield %t : f64
  }
  return %r : f64
}
