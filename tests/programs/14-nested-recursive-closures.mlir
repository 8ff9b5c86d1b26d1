// A recursive closure inside another one that it calls:
// outer(n) = n = 0 ? x : x + (let inner(k) = k = 0 ? outer(n − 1) : y·sin(inner(k − 1)) in inner(2)), f(x, y) = outer(3).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [1.9150925439983628]}

!g = !functional.fn<(i32) -> f64>
func.func @f(%x: f64, %y: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %two = arith.constant 2 : i32
  %outer = functional.letrec (%out: !g) {
    %step = functional.lambda (%n: i32) -> f64 {
      %stop = arith.cmpi eq, %n, %zero : i32
      %r = scf.if %stop -> (f64) {
        scf.yield %x : f64
      } else {
        %m = arith.subi %n, %one : i32
        %inner = functional.letrec (%in: !g) {
          %step = functional.lambda (%k: i32) -> f64 {
            %end = arith.cmpi eq, %k, %zero : i32
            %v = scf.if %end -> (f64) {
              %s = functional.apply %out(%m) : !g
              scf.yield %s : f64
            } else {
              %l = arith.subi %k, %one : i32
              %s = functional.apply %in(%l) : !g
              %t = math.sin %s : f64
              %u = arith.mulf %y, %t : f64
              scf.yield %u : f64
            }
            functional.return %v : f64
          }
          functional.return %step : !g
        }
        %w = functional.apply %inner(%two) : !g
        %s = arith.addf %w, %x : f64
        scf.yield %s : f64
      }
      functional.return %r : f64
    }
    functional.return %step : !g
  }
  %three = arith.constant 3 : i32
  %r = functional.apply %outer(%three) : !g
  return %r : f64
}
