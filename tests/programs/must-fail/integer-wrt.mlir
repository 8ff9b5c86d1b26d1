// A gradient with respect to an integer.
//
// CHECK-ERROR: i64
// CHECK-CALL-ARGS: grad --entry f --wrt 1 --inputs [1.0,3]

func.func @f(%x: f64, %n: i64) -> f64 {
  %k = arith.sitofp %n : i64 to f64
  %r = arith.mulf %x, %k : f64
  return %r : f64
}
