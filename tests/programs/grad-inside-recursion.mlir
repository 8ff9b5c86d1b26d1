// Each level of a recursion takes a derivative of a closure over what the level got.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.4, 3], "results": [1.008219868483606]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.4, 3], "value": [1.008219868483606], "gradients": [-2.7276907749430004, -2.473672547094505]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.4, 3], "value": [1.008219868483606], "gradients": [-2.7276907749430004, -2.473672547094505]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.4, 3], "gradients": [-14.449610035152878]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.4, 3], "gradients": [-14.449610035152878]}

func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> f64 {
    scf.yield %x : f64
  } else {
    %g = functional.lambda (%z: f64) -> f64 {
      %p = arith.mulf %z, %x : f64
      %s = math.sin %p : f64
      functional.return %s : f64
    }
    %dg = functional.grad %g : !functional.fn<(f64) -> f64>
    %d = functional.apply %dg(%y) : !functional.fn<(f64) -> f64>
    %m = arith.subi %n, %c1 : i64
    %v = func.call @f(%d, %y, %m) : (f64, f64, i64) -> f64
    %w = arith.addf %v, %d : f64
    scf.yield %w : f64
  }
  return %r : f64
}
