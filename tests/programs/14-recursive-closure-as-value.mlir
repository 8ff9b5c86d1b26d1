// A recursive closure that is given to a higher-order function: g(z) = z > 4 ? z : g(z·y + x), and
// f(x, y) = twice(g)(x) with twice(k) = λz. k(k(z) − y).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [4.64017]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 1.1], "results": [5.751500000000001]}

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %four = arith.constant 4.0 : f64
  %g = functional.letrec (%self: !g) {
    %step = functional.lambda (%z: f64) -> f64 {
      %stop = arith.cmpf ogt, %z, %four : f64
      %r = scf.if %stop -> (f64) {
        scf.yield %z : f64
      } else {
        %zy = arith.mulf %z, %y : f64
        %next = arith.addf %zy, %x : f64
        %s = functional.apply %self(%next) : !g
        scf.yield %s : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !g
  }
  %twice = functional.lambda (%k: !g) -> !g {
    %both = functional.lambda (%z: f64) -> f64 {
      %a = functional.apply %k(%z) : !g
      %b = arith.subf %a, %y : f64
      %c = functional.apply %k(%b) : !g
      functional.return %c : f64
    }
    functional.return %both : !g
  }
  %gg = functional.apply %twice(%g) : !functional.fn<(!g) -> !g>
  %r = functional.apply %gg(%x) : !g
  return %r : f64
}
