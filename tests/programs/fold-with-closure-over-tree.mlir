// A higher-order fold over a tree, whose function captures a variable.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1, 3], "results": [19.35862523444772]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1, 3], "value": [19.35862523444772], "gradients": [64.47061133948031, 54.303482593331786]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1, 3], "value": [19.35862523444772], "gradients": [64.47061133948031, 54.303482593331786]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 3], "gradients": [117.47609379455423]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 3], "gradients": [117.47609379455423]}

functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, !functional.data<@tree>)
}
func.func @fold(%t: !functional.data<@tree>, %g: !functional.fn<(f64, f64) -> f64>) -> f64 {
  %r = functional.match %t : !functional.data<@tree> -> f64 {
  case leaf(%v: f64) {
    functional.yield %v : f64
  }
  case node(%a: !functional.data<@tree>, %b: !functional.data<@tree>) {
    %p = func.call @fold(%a, %g) : (!functional.data<@tree>, !functional.fn<(f64, f64) -> f64>) -> f64
    %q = func.call @fold(%b, %g) : (!functional.data<@tree>, !functional.fn<(f64, f64) -> f64>) -> f64
    %s = functional.apply %g(%p, %q) : !functional.fn<(f64, f64) -> f64>
    functional.yield %s : f64
  }
  }
  return %r : f64
}
func.func @build(%n: i64, %x: f64) -> !functional.data<@tree> {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %c0 : i64
  %r = scf.if %done -> !functional.data<@tree> {
    %l = functional.construct @tree leaf(%x) : (f64) -> !functional.data<@tree>
    scf.yield %l : !functional.data<@tree>
  } else {
    %m = arith.subi %n, %c1 : i64
    %s = math.sin %x : f64
    %a = func.call @build(%m, %x) : (i64, f64) -> !functional.data<@tree>
    %b = func.call @build(%m, %s) : (i64, f64) -> !functional.data<@tree>
    %t = functional.construct @tree node(%a, %b) : (!functional.data<@tree>, !functional.data<@tree>) -> !functional.data<@tree>
    scf.yield %t : !functional.data<@tree>
  }
  return %r : !functional.data<@tree>
}
func.func @f(%x: f64, %y: f64, %n: i64) -> f64 {
  %t = func.call @build(%n, %x) : (i64, f64) -> !functional.data<@tree>
  %g = functional.lambda (%a: f64, %b: f64) -> f64 {
    %p = arith.mulf %a, %y : f64
    %q = arith.mulf %p, %b : f64
    %s = arith.addf %q, %a : f64
    functional.return %s : f64
  }
  %r = func.call @fold(%t, %g) : (!functional.data<@tree>, !functional.fn<(f64, f64) -> f64>) -> f64
  return %r : f64
}
