// A gradient with respect to an argument that is not there.
//
// CHECK-ERROR: argument
// CHECK-CALL-ARGS: grad --entry f --wrt 1 --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %r = arith.mulf %x, %x : f64
  return %r : f64
}
