// A recursion with its continuation as data, run by a loop.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.9, 0.3, 4], "results": [1.1719600082708612]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.9, 0.3, 4], "value": [1.1719600082708612], "gradients": [1.1502565071319182, 1.0057340796045606]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.9, 0.3, 4], "value": [1.1719600082708612], "gradients": [1.1502565071319182, 1.0057340796045606]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 4], "gradients": [-0.4126097107610058]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.9, 0.3, 4], "gradients": [-0.4126097107610058]}

functional.data @stack {
  done
  times(f64, !functional.data<@stack>)
  sine(!functional.data<@stack>)
}
func.func @f(%x: f64, %y: f64, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %d = functional.construct @stack done() : !functional.data<@stack>
  %k = scf.for %i = %c0 to %n step %c1 iter_args(%k = %d) -> !functional.data<@stack> {
    %odd = arith.andi %i, %c1 : index
    %is = arith.cmpi eq, %odd, %c1 : index
    %l = scf.if %is -> !functional.data<@stack> {
      %s = functional.construct @stack sine(%k) : (!functional.data<@stack>) -> !functional.data<@stack>
      scf.yield %s : !functional.data<@stack>
    } else {
      %s = functional.construct @stack times(%y, %k) : (f64, !functional.data<@stack>) -> !functional.data<@stack>
      scf.yield %s : !functional.data<@stack>
    }
    scf.yield %l : !functional.data<@stack>
  }
  %yes = arith.constant true
  %no = arith.constant false
  %r:3 = scf.while (%u = %k, %a = %x, %go = %yes) : (!functional.data<@stack>, f64, i1) -> (!functional.data<@stack>, f64, i1) {
    scf.condition(%go) %u, %a, %go : !functional.data<@stack>, f64, i1
  } do {
  ^bb0(%u: !functional.data<@stack>, %a: f64, %go: i1):
    %m, %b, %more = functional.match %u : !functional.data<@stack> -> (!functional.data<@stack>, f64, i1) {
    case done {
      functional.yield %u, %a, %no : !functional.data<@stack>, f64, i1
    }
    case times(%v: f64, %rest: !functional.data<@stack>) {
      %p = arith.mulf %a, %v : f64
      %q = arith.addf %p, %x : f64
      functional.yield %rest, %q, %yes : !functional.data<@stack>, f64, i1
    }
    case sine(%rest: !functional.data<@stack>) {
      %p = math.sin %a : f64
      functional.yield %rest, %p, %yes : !functional.data<@stack>, f64, i1
    }
    }
    scf.yield %m, %b, %more : !functional.data<@stack>, f64, i1
  }
  return %r#1 : f64
}
