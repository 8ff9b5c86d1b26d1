// The gradient of a function with two results, without a cotangent.
//
// CHECK-ERROR: results
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> (f64, f64) {
  %r = arith.mulf %x, %x : f64
  return %r, %x : f64, f64
}
