// The gradient of a function whose result is an integer.
//
// CHECK-ERROR: i64
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> i64 {
  %r = arith.fptosi %x : f64 to i64
  return %r : i64
}
