// A recursive closure that is not tail recursive and captures active values:
// g(n) = n = 0 ? x : x + sin(y·g(n − 1)), f(x, y) = g(5).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [1.5715376376333812]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [-0.4, 0.9], "results": [-1.3139724714816094]}

!g = !functional.fn<(i32) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %g = functional.letrec (%self: !g) {
    %step = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %m = arith.subi %n, %one : i32
        %s = functional.apply %self(%m) : !g
        %t = arith.mulf %y, %s : f64
        %u = math.sin %t : f64
        %v = arith.addf %x, %u : f64
        scf.yield %v : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !g
  }
  %five = arith.constant 5 : i32
  %r = functional.apply %g(%five) : !g
  return %r : f64
}
