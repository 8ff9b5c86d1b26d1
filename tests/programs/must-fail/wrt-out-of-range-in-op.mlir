// functional.grad with respect to an argument that is not there: refused when the file is read.
//
// CHECK-ERROR: 'wrt' names argument 2, but the function has 1 argument; name those to differentiate by, counted from 0
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %square = functional.lambda (%y: f64) -> f64 {
    %r = arith.mulf %y, %y : f64
    functional.return %r : f64
  }
  %g = functional.grad %square wrt [2] : !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
