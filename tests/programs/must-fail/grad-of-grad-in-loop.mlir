// A loop that takes the derivative of the derivative: how often is known when the program runs.
//
// CHECK-ERROR: functional.grad
// CHECK-ERROR: how often is known only when the program runs
// CHECK-CALL-ARGS: run --entry f --inputs [1.0,3]

!g = !functional.fn<(f64) -> f64>
func.func @f(%x: f64, %n: i32) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %sin = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    functional.return %s : f64
  }
  %h = scf.for %i = %zero to %n step %one iter_args(%g = %sin) -> (!g) : i32 {
    %d = functional.grad %g : !g
    scf.yield %d : !g
  }
  %r = functional.apply %h(%x) : !g
  return %r : f64
}
