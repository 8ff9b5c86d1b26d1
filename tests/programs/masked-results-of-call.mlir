// A recursion with two results that count under a condition each: where one does not, its infinite derivative must not be multiplied by 0, and the
// derivative of the other is what it is.
//
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [2.0, 0.7, 0], "value": [2.058431249610786], "gradients": [0.35355339059327373, 0.7648421872844885]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [2.0, 0.7, 0], "gradients": [-0.08838834764831843]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [2.0, 0.7, 0], "value": [2.058431249610786], "gradients": [0.35355339059327373, 0.7648421872844885]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [2.0, 0.7, 0], "gradients": [-0.08838834764831843]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [2.0, -0.7, 0], "value": [1.4142135623730951], "gradients": [0.35355339059327373, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [2.0, -0.7, 0], "gradients": [-0.08838834764831843]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [2.0, -0.7, 0], "value": [1.4142135623730951], "gradients": [0.35355339059327373, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [2.0, -0.7, 0], "gradients": [-0.08838834764831843]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [2.0, 0.7, 2], "value": [3.0160091183734163], "gradients": [0.03035459881495417, 5.458229739998435]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [2.0, 0.7, 2], "gradients": [-0.0781038579980101]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [2.0, 0.7, 2], "value": [3.0160091183734163], "gradients": [0.03035459881495417, 5.458229739998435]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [2.0, 0.7, 2], "gradients": [-0.0781038579980101]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [2.0, -0.7, 2], "value": [0.8347980905375694], "gradients": [0.03035459881495417, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [2.0, -0.7, 2], "gradients": [-0.0781038579980101]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [2.0, -0.7, 2], "value": [0.8347980905375694], "gradients": [0.03035459881495417, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [2.0, -0.7, 2], "gradients": [-0.0781038579980101]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 0], "value": [0.644217687237691], "gradients": [0.0, 0.7648421872844885]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 0], "value": [0.644217687237691], "gradients": [0.0, 0.7648421872844885]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 0], "value": [0.644217687237691], "gradients": [0.0, 0.7648421872844885]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 0], "value": [0.644217687237691], "gradients": [0.0, 0.7648421872844885]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, -0.7, 0], "value": [0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.0, -0.7, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, -0.7, 0], "value": [0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, -0.7, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [2.1812110278358467], "gradients": [0.0, 5.458229739998435]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [2.1812110278358467], "gradients": [0.0, 5.458229739998435]}
// CHECK-CALL: {"entry": "one", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [2.1812110278358467], "gradients": [0.0, 5.458229739998435]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, 0.7, 2], "value": [2.1812110278358467], "gradients": [0.0, 5.458229739998435]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, 0.7, 2], "gradients": [0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.0, -0.7, 2], "value": [0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.0, -0.7, 2], "value": [0], "gradients": [0.0, 0.0]}
// CHECK-CALL: {"entry": "both", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.0, -0.7, 2], "gradients": [0.0]}

func.func private @g(%x: f64, %y: f64, %n: i64) -> (f64, f64) {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r:2 = scf.if %done -> (f64, f64) {
    %s = math.sqrt %x : f64
    %t = math.sin %y : f64
    scf.yield %s, %t : f64, f64
  } else {
    %m = arith.subi %n, %c1 : i64
    %p:2 = func.call @g(%x, %y, %m) : (f64, f64, i64) -> (f64, f64)
    %s = math.sin %p#0 : f64
    %q = arith.mulf %p#1, %p#1 : f64
    %t = arith.addf %q, %p#1 : f64
    scf.yield %s, %t : f64, f64
  }
  return %r#0, %r#1 : f64, f64
}

func.func @one(%x: f64, %y: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %r:2 = func.call @g(%x, %y, %n) : (f64, f64, i64) -> (f64, f64)
  %m = arith.select %p, %r#0, %zero : f64
  %z = arith.addf %m, %r#1 : f64
  return %z : f64
}

func.func @both(%x: f64, %y: f64, %n: i64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %p = arith.cmpf ogt, %x, %zero : f64
  %q = arith.cmpf ogt, %y, %zero : f64
  %r:2 = func.call @g(%x, %y, %n) : (f64, f64, i64) -> (f64, f64)
  %m = arith.select %p, %r#0, %zero : f64
  %k = arith.select %q, %r#1, %zero : f64
  %z = arith.addf %m, %k : f64
  return %z : f64
}
