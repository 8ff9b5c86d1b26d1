// The cotangent of what a function captures, where the function is known when the program runs: in each of two steps
// x ← x + (the cotangent of y). f(q, y) = two steps from q, of λp. p·sin y where q > 1, else of λp. 2·p·y.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [2.5, 0.0], "results": [10.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5, 0.25], "results": [4.5]}

!g = !functional.fn<(f64) -> f64>
func.func private @walk(%f: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %g = functional.grad %f wrt [] captures("y": f64) : !g
    %d = functional.apply %g(%x) : !functional.fn<(f64) -> tuple<f64>>
    %s = functional.get %d[0] : tuple<f64>
    %y = arith.addf %x, %s : f64
    %z = func.call @walk(%f, %m, %y) : (!g, i32, f64) -> f64
    scf.yield %z : f64
  }
  return %r : f64
}
func.func private @mul(%y: f64, %b: f64, %q: f64) -> f64 {
  %s = arith.mulf %q, %y : f64
  %r = arith.mulf %s, %b : f64
  return %r : f64
}
func.func @f(%q: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %c = arith.cmpf ogt, %q, %one : f64
  %l = functional.lambda (%p: f64) captures(%c0 = %y as "y" : f64) -> f64 {
    %k = math.sin %c0 : f64
    %s = arith.mulf %p, %k : f64
    functional.return %s : f64
  }
  %mul = functional.ref @mul : !functional.fn<(f64, f64, f64) -> f64>
  %two = arith.constant 2.0 : f64
  %m1 = functional.partial %mul(%y as "y") : !functional.fn<(f64, f64, f64) -> f64>
  %m2 = functional.partial %m1(%two) : !functional.fn<(f64, f64) -> f64>
  %f = arith.select %c, %l, %m2 : !g
  %n = arith.constant 2 : i32
  %r = func.call @walk(%f, %n, %q) : (!g, i32, f64) -> f64
  return %r : f64
}
