// A while loop builds a list, another one walks it.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 4], "results": [8.248637414267565]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.9, 4], "value": [8.248637414267565], "gradients": [29.622853942835757]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.9, 4], "value": [8.248637414267565], "gradients": [29.622853942835757]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 4], "gradients": [79.45583876077029]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 4], "gradients": [79.45583876077029]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0], "results": [1.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0], "inputs": [0.9, 0], "value": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0], "inputs": [0.9, 0], "value": [1.0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0], "gradients": [0.0]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0], "gradients": [0.0]}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @f(%x: f64, %n: i64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %one = arith.constant 1.0 : f64
  %e = functional.construct @list nil() : !functional.data<@list>
  %l:3 = scf.while (%l = %e, %p = %x, %i = %c0) : (!functional.data<@list>, f64, i64) -> (!functional.data<@list>, f64, i64) {
    %go = arith.cmpi slt, %i, %n : i64
    scf.condition(%go) %l, %p, %i : !functional.data<@list>, f64, i64
  } do {
  ^bb0(%l: !functional.data<@list>, %p: f64, %i: i64):
    %s = math.sin %p : f64
    %m = functional.construct @list cons(%s, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    %q = arith.mulf %p, %x : f64
    %j = arith.addi %i, %c1 : i64
    scf.yield %m, %q, %j : !functional.data<@list>, f64, i64
  }
  %r:2 = scf.while (%u = %l#0, %p = %one) : (!functional.data<@list>, f64) -> (!functional.data<@list>, f64) {
    %go = functional.match %u : !functional.data<@list> -> i1 {
    case nil {
      %no = arith.constant false
      functional.yield %no : i1
    }
    case cons(%h: f64, %t: !functional.data<@list>) {
      %yes = arith.constant true
      functional.yield %yes : i1
    }
    }
    scf.condition(%go) %u, %p : !functional.data<@list>, f64
  } do {
  ^bb0(%u: !functional.data<@list>, %p: f64):
    %t, %q = functional.match %u : !functional.data<@list> -> (!functional.data<@list>, f64) {
    case nil {
      functional.yield %u, %p : !functional.data<@list>, f64
    }
    case cons(%h: f64, %t: !functional.data<@list>) {
      %k = arith.addf %h, %one : f64
      %q = arith.mulf %p, %k : f64
      functional.yield %t, %q : !functional.data<@list>, f64
    }
    }
    scf.yield %t, %q : !functional.data<@list>, f64
  }
  return %r#1 : f64
}
