// A list is mapped by the derivative of a closure, then folded.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1, 4], "results": [2.8856784655540597]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1, 4], "value": [2.8856784655540597], "gradients": [-7.149633332523803, 0.049626997297454734]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1, 4], "value": [2.8856784655540597], "gradients": [-7.149633332523803, 0.049626997297454734]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 4], "gradients": [-31.75022898452321]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1, 4], "gradients": [-31.75022898452321]}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @map(%l: !functional.data<@list>, %g: !functional.fn<(f64) -> f64>) -> !functional.data<@list> {
  %r = functional.match %l : !functional.data<@list> -> !functional.data<@list> {
  case nil {
    functional.yield %l : !functional.data<@list>
  }
  case cons(%h: f64, %t: !functional.data<@list>) {
    %a = functional.apply %g(%h) : !functional.fn<(f64) -> f64>
    %u = func.call @map(%t, %g) : (!functional.data<@list>, !functional.fn<(f64) -> f64>) -> !functional.data<@list>
    %m = functional.construct @list cons(%a, %u) : (f64, !functional.data<@list>) -> !functional.data<@list>
    functional.yield %m : !functional.data<@list>
  }
  }
  return %r : !functional.data<@list>
}
func.func @sum(%l: !functional.data<@list>) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case cons(%h: f64, %t: !functional.data<@list>) {
    %s = func.call @sum(%t) : (!functional.data<@list>) -> f64
    %p = arith.addf %s, %h : f64
    functional.yield %p : f64
  }
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %e = functional.construct @list nil() : !functional.data<@list>
  %l:2 = scf.for %i = %c0 to %n step %c1 iter_args(%l = %e, %a = %x) -> (!functional.data<@list>, f64) {
    %m = functional.construct @list cons(%a, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
    %b = arith.mulf %a, %x : f64
    scf.yield %m, %b : !functional.data<@list>, f64
  }
  %g = functional.lambda (%a: f64) -> f64 {
    %p = arith.mulf %a, %y : f64
    %s = math.sin %p : f64
    functional.return %s : f64
  }
  %dg = functional.grad %g : !functional.fn<(f64) -> f64>
  %m = func.call @map(%l#0, %dg) : (!functional.data<@list>, !functional.fn<(f64) -> f64>) -> !functional.data<@list>
  %s = func.call @sum(%m) : (!functional.data<@list>) -> f64
  return %s : f64
}
