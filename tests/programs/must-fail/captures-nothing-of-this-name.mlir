// The cotangent of a capture that has no name.
//
// CHECK-ERROR: captures nothing of the name "y"
// CHECK-CALL-ARGS: run --entry f --inputs [1.0,2.0]

func.func @f(%x: f64, %y: f64) -> f64 {
  %l = functional.lambda (%p: f64) -> f64 {
    %r = arith.mulf %p, %y : f64
    functional.return %r : f64
  }
  %g = functional.grad %l wrt [] captures("y": f64) : !functional.fn<(f64) -> f64>
  %record = functional.apply %g(%x) : !functional.fn<(f64) -> tuple<f64>>
  %r = functional.get %record[0] : tuple<f64>
  return %r : f64
}
