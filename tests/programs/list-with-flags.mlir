// Flags and integers in turn in each node of a list, so that fields are not dense: f(n, x) = x + 2 x - 3 x + .. ± n x, odd numbers with plus.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [5, 1.5], "results": [4.5]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [6, 1.5], "results": [-4.5]}
// CHECK-CALL: {"entry": "f", "command": "grad", "inputs": [5, 1.5], "value": [4.5], "gradients": [3.0]}

functional.data @list {
  nil
  cons(i1, i64, i1, i64, !functional.data<@list>)
}

func.func @build(%n: i64) -> !functional.data<@list> {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %done = arith.cmpi sle, %n, %zero : i64
  %r = scf.if %done -> (!functional.data<@list>) {
    %e = functional.construct @list nil() : !functional.data<@list>
    scf.yield %e : !functional.data<@list>
  } else {
    %m = arith.subi %n, %one : i64
    %t = func.call @build(%m) : (i64) -> !functional.data<@list>
    %bit = arith.andi %n, %one : i64
    %odd = arith.cmpi eq, %bit, %one : i64
    %even = arith.cmpi ne, %bit, %one : i64
    %l = functional.construct @list cons(%odd, %n, %even, %m, %t) : (i1, i64, i1, i64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %l : !functional.data<@list>
  }
  return %r : !functional.data<@list>
}

func.func @sum(%l: !functional.data<@list>, %x: f64) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %zero = arith.constant 0.0 : f64
    functional.yield %zero : f64
  }
  case cons(%odd: i1, %n: i64, %even: i1, %m: i64, %t: !functional.data<@list>) {
    %rest = func.call @sum(%t, %x) : (!functional.data<@list>, f64) -> f64
    %k = arith.sitofp %n : i64 to f64
    %p = arith.mulf %k, %x : f64
    %minus = arith.negf %p : f64
    %zero = arith.constant 0.0 : f64
    %a = arith.select %odd, %p, %zero : f64
    %b = arith.select %even, %minus, %zero : f64
    %c = arith.addf %a, %b : f64
    %r = arith.addf %rest, %c : f64
    functional.yield %r : f64
  }
  }
  return %r : f64
}

func.func @f(%n: i64, %x: f64) -> f64 {
  %l = func.call @build(%n) : (i64) -> !functional.data<@list>
  %r = func.call @sum(%l, %x) : (!functional.data<@list>, f64) -> f64
  return %r : f64
}
