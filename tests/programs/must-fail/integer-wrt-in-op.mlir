// functional.grad with respect to an integer: refused when the file is read.
//
// CHECK-ERROR: 'wrt' names argument 1, which has type 'i64' and is not differentiable; leave it out, or make it a float
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %n = arith.constant 3 : i64
  %scale = functional.lambda (%y: f64, %k: i64) -> f64 {
    %kf = arith.sitofp %k : i64 to f64
    %r = arith.mulf %y, %kf : f64
    functional.return %r : f64
  }
  %g = functional.grad %scale wrt [1] : !functional.fn<(f64, i64) -> f64>
  %r = functional.apply %g(%x, %n) : !functional.fn<(f64, i64) -> f64>
  return %r : f64
}
