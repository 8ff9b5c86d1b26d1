// The logarithm of a sum of exponentials, shifted by the maximum, over a list.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 1.1], "results": [2.0986316784337187]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 1.1], "value": [2.0986316784337187], "gradients": [0.6646178581439225, 0.6653923542230976]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 1.1], "value": [2.0986316784337187], "gradients": [0.6646178581439225, 0.6653923542230976]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 1.1], "gradients": [0.2592020841404797]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 1.1], "gradients": [0.2592020841404797]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.0, 2.0], "results": [4.239544766221885]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [2.0, 2.0], "value": [4.239544766221885], "gradients": [1.6804790632423978, 1.6804790632423978]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [2.0, 2.0], "value": [4.239544766221885], "gradients": [1.6804790632423978, 1.6804790632423978]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [2.0, 2.0], "gradients": [0.43044126556954815]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [2.0, 2.0], "gradients": [0.43044126556954815]}

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @largest(%l: !functional.data<@list>, %m: f64) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %m : f64
  }
  case cons(%h: f64, %t: !functional.data<@list>) {
    %n = arith.maximumf %m, %h : f64
    %s = func.call @largest(%t, %n) : (!functional.data<@list>, f64) -> f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}
func.func @sum(%l: !functional.data<@list>, %m: f64) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case cons(%h: f64, %t: !functional.data<@list>) {
    %d = arith.subf %h, %m : f64
    %e = math.exp %d : f64
    %s = func.call @sum(%t, %m) : (!functional.data<@list>, f64) -> f64
    %u = arith.addf %s, %e : f64
    functional.yield %u : f64
  }
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64) -> f64 {
  %n = functional.construct @list nil() : !functional.data<@list>
  %p = arith.mulf %x, %y : f64
  %a = functional.construct @list cons(%x, %n) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %b = functional.construct @list cons(%y, %a) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %c = functional.construct @list cons(%p, %b) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %low = arith.constant 0xFFF0000000000000 : f64
  %m = func.call @largest(%c, %low) : (!functional.data<@list>, f64) -> f64
  %s = func.call @sum(%c, %m) : (!functional.data<@list>, f64) -> f64
  %l = math.log %s : f64
  %r = arith.addf %l, %m : f64
  return %r : f64
}
