// The recursion's base case keeps nothing: the second derivative of its gradient had the product of zero and poison.
func.func @f(%x: f64, %y: f64) -> f64 {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %c2 = arith.constant 2 : i64
  %lambda = functional.lambda (%b: f64) -> f64 {
    %rec = functional.letrec (%self: !functional.fn<(i64, f64) -> f64>) {
      %l = functional.lambda (%n: i64, %u: f64) -> f64 {
        %stop = arith.cmpi sle, %n, %c0 : i64
        %r = scf.if %stop -> (f64) {
          %t = math.tanh %x : f64
          scf.yield %t : f64
        } else {
          %m = arith.subi %n, %c1 : i64
          %v = functional.apply %self(%m, %u) : !functional.fn<(i64, f64) -> f64>
          %w = arith.mulf %v, %v : f64
          scf.yield %w : f64
        }
        functional.return %r : f64
      }
      functional.return %l : !functional.fn<(i64, f64) -> f64>
    }
    %z = functional.apply %rec(%c2, %b) : !functional.fn<(i64, f64) -> f64>
    functional.return %z : f64
  }
  %grad = functional.grad %lambda : !functional.fn<(f64) -> f64>
  %d = functional.apply %grad(%y) : !functional.fn<(f64) -> f64>
  return %d : f64
}
