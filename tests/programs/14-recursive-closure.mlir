// A recursive closure: f(x) = let g(y) = y ≤ 0 ? x : g(y − 1) in g(7).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.5], "results": [3.5]}

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %g = functional.letrec (%self: !functional.fn<(f64) -> f64>) {
    %step = functional.lambda (%y: f64) -> f64 {
      %stop = arith.cmpf ole, %y, %zero : f64
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %z = arith.subf %y, %one : f64
        %s = functional.apply %self(%z) : !functional.fn<(f64) -> f64>
        scf.yield %s : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !functional.fn<(f64) -> f64>
  }
  %seven = arith.constant 7.0 : f64
  %r = functional.apply %g(%seven) : !functional.fn<(f64) -> f64>
  return %r : f64
}
