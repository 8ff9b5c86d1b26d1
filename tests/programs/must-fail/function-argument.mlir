// An entry whose argument is a function has no numbers to be called with.
//
// CHECK-ERROR: functional.fn
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%g: !functional.fn<(f64) -> f64>, %x: f64) -> f64 {
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
