// The gradient of a number.
//
// CHECK-ERROR: expected a function value, found 'f64'; make one by 'functional.lambda' or 'functional.ref'
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %g = functional.grad %x : f64
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
