// Fewer inputs than arguments.
//
// CHECK-ERROR: input
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64, %y: f64) -> f64 {
  %r = arith.mulf %x, %y : f64
  return %r : f64
}
