// functional.grad of a function with two results: refused when the file is read.
//
// CHECK-ERROR: functional.grad
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %pair = functional.lambda (%y: f64) -> (f64, f64) {
    functional.return %y, %x : f64, f64
  }
  %g = functional.grad %pair : !functional.fn<(f64) -> (f64, f64)>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
