// A recursive function returns a closure over what it met on its way.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 0.9, 3], "results": [4.178366005255498]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 0.9, 3], "value": [4.178366005255498], "gradients": [8.188455566784576, 4.642628894728331]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 0.9, 3], "value": [4.178366005255498], "gradients": [8.188455566784576, 4.642628894728331]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 0.9, 3], "gradients": [8.443531803189373]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 0.9, 3], "gradients": [8.443531803189373]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 0.9, 0], "results": [0.44099999999999995]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 0.9, 0], "value": [0.44099999999999995], "gradients": [1.26, 0.48999999999999994]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 0.9, 0], "value": [0.44099999999999995], "gradients": [1.26, 0.48999999999999994]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 0.9, 0], "gradients": [1.8]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 0.9, 0], "gradients": [1.8]}

func.func @build(%x: f64, %n: i64) -> !functional.fn<(f64) -> f64> {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> !functional.fn<(f64) -> f64> {
    %id = functional.lambda (%z: f64) -> f64 {
      %s = arith.mulf %z, %x : f64
      functional.return %s : f64
    }
    scf.yield %id : !functional.fn<(f64) -> f64>
  } else {
    %m = arith.subi %n, %c1 : i64
    %y = math.sin %x : f64
    %g = func.call @build(%y, %m) : (f64, i64) -> !functional.fn<(f64) -> f64>
    %h = functional.lambda (%z: f64) -> f64 {
      %a = functional.apply %g(%z) : !functional.fn<(f64) -> f64>
      %b = arith.mulf %a, %y : f64
      %c = arith.addf %b, %z : f64
      functional.return %c : f64
    }
    scf.yield %h : !functional.fn<(f64) -> f64>
  }
  return %r : !functional.fn<(f64) -> f64>
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %g = func.call @build(%x, %n) : (f64, i64) -> !functional.fn<(f64) -> f64>
  %a = functional.apply %g(%y) : !functional.fn<(f64) -> f64>
  %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
  return %b : f64
}
