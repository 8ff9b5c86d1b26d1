// A symbol with the sign that is kept for derived functions.
//
// CHECK-ERROR: $
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f$rev$1$1(%x: f64) -> f64 {
  return %x : f64
}

func.func @f(%x: f64) -> f64 {
  %r = func.call @f$rev$1$1(%x) : (f64) -> f64
  return %r : f64
}
