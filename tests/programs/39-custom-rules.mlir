// Functions with rules of their own. To see that it is the rules that are used, they are not the derivatives: @f is
// x * y, and its rule says that the gradients are 10 and 100 times the cotangent.
//
// CHECK-CALL: {"entry": "by_vjp", "command": "grad", "mode": "reverse", "inputs": [2.0, 3.0], "value": [6.0], "gradients": [10.0, 100.0]}
// CHECK-CALL: {"entry": "by_vjp", "command": "grad", "mode": "forward", "inputs": [2.0, 3.0], "value": [6.0], "gradients": [10.0, 100.0]}
// CHECK-CALL: {"entry": "by_vjp", "command": "jvp", "inputs": [2.0, 3.0], "tangents": [1.0, 2.0], "value": [6.0], "tangents_out": [210.0]}
// CHECK-CALL: {"entry": "by_jvp", "command": "grad", "mode": "reverse", "inputs": [2.0, 3.0], "value": [6.0], "gradients": [10.0, 100.0]}
// CHECK-CALL: {"entry": "by_jvp", "command": "grad", "mode": "forward", "inputs": [2.0, 3.0], "value": [6.0], "gradients": [10.0, 100.0]}
// CHECK-CALL: {"entry": "by_jvp", "command": "vjp", "inputs": [2.0, 3.0], "cotangents": [0.5], "value": [6.0], "gradients": [5.0, 50.0]}
// CHECK-CALL: {"entry": "called", "command": "grad", "mode": "reverse", "inputs": [2.0], "value": [4.0], "gradients": [110.0]}
// CHECK-CALL: {"entry": "called", "command": "grad", "mode": "forward", "inputs": [2.0], "value": [4.0], "gradients": [110.0]}
// CHECK-CALL: {"entry": "one_argument", "command": "grad", "mode": "reverse", "inputs": [2.0, 3.0], "value": [6.0], "gradients": [10.0, 0.0]}
// CHECK-CALL: {"entry": "one_argument", "command": "grad", "mode": "forward", "inputs": [2.0, 3.0], "value": [6.0], "gradients": [10.0, 0.0]}
// CHECK-CALL: {"entry": "tuples", "command": "grad", "mode": "reverse", "inputs": [2.0, 3.0], "value": [8.0], "gradients": [7.0, 70.0]}
// CHECK-CALL: {"entry": "tuples", "command": "grad", "mode": "forward", "inputs": [2.0, 3.0], "value": [8.0], "gradients": [7.0, 70.0]}

func.func @by_vjp(%x: f64, %y: f64) -> f64 attributes {functional.custom_vjp = @f_vjp} {
  %r = arith.mulf %x, %y : f64
  return %r : f64
}

func.func @f_vjp(%x: f64, %y: f64) -> (f64, !functional.fn<(f64) -> (f64, f64)>) {
  %r = arith.mulf %x, %y : f64
  %pullback = functional.lambda (%d: f64) -> (f64, f64) {
    %ten = arith.constant 10.0 : f64
    %hundred = arith.constant 100.0 : f64
    %dx = arith.mulf %d, %ten : f64
    %dy = arith.mulf %d, %hundred : f64
    functional.return %dx, %dy : f64, f64
  }
  return %r, %pullback : f64, !functional.fn<(f64) -> (f64, f64)>
}

func.func @by_jvp(%x: f64, %y: f64) -> f64 attributes {functional.custom_jvp = @f_jvp} {
  %r = arith.mulf %x, %y : f64
  return %r : f64
}

func.func @f_jvp(%x: f64, %y: f64, %dx: f64, %dy: f64) -> (f64, f64) {
  %r = arith.mulf %x, %y : f64
  %ten = arith.constant 10.0 : f64
  %hundred = arith.constant 100.0 : f64
  %a = arith.mulf %dx, %ten : f64
  %b = arith.mulf %dy, %hundred : f64
  %s = arith.addf %a, %b : f64
  return %r, %s : f64, f64
}

// The function is called, not inlined, before it is differentiated.
func.func @called(%x: f64) -> f64 {
  %r = func.call @by_vjp(%x, %x) : (f64, f64) -> f64
  return %r : f64
}

func.func @one_argument(%x: f64, %y: f64) -> f64 {
  %c = functional.stop_gradient %y : f64
  %r = func.call @by_jvp(%x, %c) : (f64, f64) -> f64
  return %r : f64
}

// Arguments and results of several leaves, some without a tangent; both rules.
func.func @pair(%t: tuple<f64, i1, tuple<f64>>, %n: i32) -> (tuple<f64, i32>, f64)
    attributes {functional.custom_vjp = @pair_vjp, functional.custom_jvp = @pair_jvp} {
  %a = functional.get %t[0] : tuple<f64, i1, tuple<f64>>
  %u = functional.get %t[2] : tuple<f64, i1, tuple<f64>>
  %b = functional.get %u[0] : tuple<f64>
  %s = arith.addf %a, %b : f64
  %r = functional.tuple %s, %n : f64, i32
  return %r, %b : tuple<f64, i32>, f64
}

func.func @pair_vjp(%t: tuple<f64, i1, tuple<f64>>, %n: i32)
    -> (tuple<f64, i32>, f64, !functional.fn<(tuple<f64, tuple<>>, f64) -> tuple<f64, tuple<>, tuple<f64>>>) {
  %r:2 = func.call @pair(%t, %n) : (tuple<f64, i1, tuple<f64>>, i32) -> (tuple<f64, i32>, f64)
  %pullback = functional.lambda (%d: tuple<f64, tuple<>>, %e: f64) -> tuple<f64, tuple<>, tuple<f64>> {
    %seven = arith.constant 7.0 : f64
    %seventy = arith.constant 70.0 : f64
    %s = functional.get %d[0] : tuple<f64, tuple<>>
    %a = arith.mulf %s, %seven : f64
    %b = arith.mulf %e, %seventy : f64
    %unit = functional.tuple
    %u = functional.tuple %b : f64
    %g = functional.tuple %a, %unit, %u : f64, tuple<>, tuple<f64>
    functional.return %g : tuple<f64, tuple<>, tuple<f64>>
  }
  return %r#0, %r#1, %pullback
      : tuple<f64, i32>, f64, !functional.fn<(tuple<f64, tuple<>>, f64) -> tuple<f64, tuple<>, tuple<f64>>>
}

func.func @pair_jvp(%t: tuple<f64, i1, tuple<f64>>, %n: i32, %dt: tuple<f64, tuple<>, tuple<f64>>)
    -> (tuple<f64, i32>, f64, tuple<f64, tuple<>>, f64) {
  %r:2 = func.call @pair(%t, %n) : (tuple<f64, i1, tuple<f64>>, i32) -> (tuple<f64, i32>, f64)
  %seven = arith.constant 7.0 : f64
  %seventy = arith.constant 70.0 : f64
  %a = functional.get %dt[0] : tuple<f64, tuple<>, tuple<f64>>
  %u = functional.get %dt[2] : tuple<f64, tuple<>, tuple<f64>>
  %b = functional.get %u[0] : tuple<f64>
  %p = arith.mulf %a, %seven : f64
  %q = arith.mulf %b, %seventy : f64
  %unit = functional.tuple
  %d = functional.tuple %p, %unit : f64, tuple<>
  return %r#0, %r#1, %d, %q : tuple<f64, i32>, f64, tuple<f64, tuple<>>, f64
}

func.func @tuples(%x: f64, %y: f64) -> f64 {
  %true = arith.constant true
  %n = arith.constant 3 : i32
  %u = functional.tuple %y : f64
  %t = functional.tuple %x, %true, %u : f64, i1, tuple<f64>
  %p, %b = func.call @pair(%t, %n) : (tuple<f64, i1, tuple<f64>>, i32) -> (tuple<f64, i32>, f64)
  %s = functional.get %p[0] : tuple<f64, i32>
  %r = arith.addf %s, %b : f64
  return %r : f64
}
