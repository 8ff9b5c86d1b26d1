// A recursive higher-order function, called with one of two functions: iter(g, n, x) = n = 0 ? x : iter(g, n − 1, g(x)) + g(x),
// g = x > 1 ? (λy. a·y) : (λy. a + sin y), f(x, a) = iter(g, 4, x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [10.601730092065383]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 1.1], "results": [9.853800000000001]}

!g = !functional.fn<(f64) -> f64>
func.func private @iter(%g: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %y = functional.apply %g(%x) : !g
    %z = func.call @iter(%g, %m, %y) : (!g, i32, f64) -> f64
    %w = arith.addf %z, %y : f64
    scf.yield %w : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %four = arith.constant 4 : i32
  %big = arith.cmpf ogt, %x, %one : f64
  %scale = functional.lambda (%y: f64) -> f64 {
    %r = arith.mulf %a, %y : f64
    functional.return %r : f64
  }
  %wave = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    %r = arith.addf %a, %s : f64
    functional.return %r : f64
  }
  %g = arith.select %big, %scale, %wave : !g
  %r = func.call @iter(%g, %four, %x) : (!g, i32, f64) -> f64
  return %r : f64
}
