// A select between two lists of different length.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.6369999999999999]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.7, 1.3], "value": [0.6369999999999999], "gradients": [1.8199999999999998, 0.48999999999999994]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.7, 1.3], "value": [0.6369999999999999], "gradients": [1.8199999999999998, 0.48999999999999994]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.7, 1.3], "gradients": [2.6]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.7, 1.3], "gradients": [2.6]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.7, 1.3], "results": [8.302969999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [1.7, 1.3], "value": [8.302969999999998], "gradients": [14.6523, 12.773799999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [1.7, 1.3], "value": [8.302969999999998], "gradients": [14.6523, 12.773799999999998]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [1.7, 1.3], "gradients": [17.238]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [1.7, 1.3], "gradients": [17.238]}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @product(%l: !functional.data<@list>) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %one = arith.constant 1.0 : f64
    functional.yield %one : f64
  }
  case cons(%h: f64, %t: !functional.data<@list>) {
    %p = func.call @product(%t) : (!functional.data<@list>) -> f64
    %q = arith.mulf %p, %h : f64
    functional.yield %q : f64
  }
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64) -> f64 {
  %e = functional.construct @list nil() : !functional.data<@list>
  %a = functional.construct @list cons(%x, %e) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %b = functional.construct @list cons(%y, %a) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %c = functional.construct @list cons(%x, %b) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %less = arith.cmpf olt, %x, %y : f64
  %l = arith.select %less, %a, %c : !functional.data<@list>
  %p = func.call @product(%l) : (!functional.data<@list>) -> f64
  %q = func.call @product(%b) : (!functional.data<@list>) -> f64
  %r = arith.mulf %p, %q : f64
  return %r : f64
}
