// An entry that the file does not have.
//
// CHECK-ERROR: missing_entry
// CHECK-CALL-ARGS: grad --entry missing_entry --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %r = arith.mulf %x, %x : f64
  return %r : f64
}
