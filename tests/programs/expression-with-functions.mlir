// Expressions as data whose nodes hold functions.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.6, 1.1], "results": [0.8411228345327131]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.6, 1.1], "value": [0.8411228345327131], "gradients": [2.692759186961651, 1.513434860645185]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.6, 1.1], "value": [0.8411228345327131], "gradients": [2.692759186961651, 1.513434860645185]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.6, 1.1], "gradients": [3.764360690461404]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.6, 1.1], "gradients": [3.764360690461404]}

functional.data @expr {
  leaf(f64)
  node(!functional.fn<(f64, f64) -> f64>, !functional.data<@expr>, !functional.data<@expr>)
}
func.func @eval(%e: !functional.data<@expr>) -> f64 {
  %r = functional.match %e : !functional.data<@expr> -> f64 {
  case leaf(%v: f64) {
    functional.yield %v : f64
  }
  case node(%g: !functional.fn<(f64, f64) -> f64>, %a: !functional.data<@expr>, %b: !functional.data<@expr>) {
    %p = func.call @eval(%a) : (!functional.data<@expr>) -> f64
    %q = func.call @eval(%b) : (!functional.data<@expr>) -> f64
    %s = functional.apply %g(%p, %q) : !functional.fn<(f64, f64) -> f64>
    functional.yield %s : f64
  }
  }
  return %r : f64
}
func.func @f(%x: f64, %y: f64) -> f64 {
  %times = functional.lambda (%a: f64, %b: f64) -> f64 {
    %p = arith.mulf %a, %b : f64
    functional.return %p : f64
  }
  %mix = functional.lambda (%a: f64, %b: f64) -> f64 {
    %p = math.sin %a : f64
    %q = arith.mulf %p, %y : f64
    %r = arith.addf %q, %b : f64
    functional.return %r : f64
  }
  %lx = functional.construct @expr leaf(%x) : (f64) -> !functional.data<@expr>
  %ly = functional.construct @expr leaf(%y) : (f64) -> !functional.data<@expr>
  %a = functional.construct @expr node(%times, %lx, %ly) : (!functional.fn<(f64, f64) -> f64>, !functional.data<@expr>, !functional.data<@expr>) -> !functional.data<@expr>
  %b = functional.construct @expr node(%mix, %a, %lx) : (!functional.fn<(f64, f64) -> f64>, !functional.data<@expr>, !functional.data<@expr>) -> !functional.data<@expr>
  %c = functional.construct @expr node(%times, %b, %a) : (!functional.fn<(f64, f64) -> f64>, !functional.data<@expr>, !functional.data<@expr>) -> !functional.data<@expr>
  %r = func.call @eval(%c) : (!functional.data<@expr>) -> f64
  return %r : f64
}
