// A call of a function with an effect.
//
// CHECK-ERROR: 'memref.store'
// CHECK-ERROR: keep it away from the varied values
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

memref.global "private" @last : memref<f64> = dense<0.0>

func.func private @noted(%x: f64) -> f64 {
  %m = memref.get_global @last : memref<f64>
  memref.store %x, %m[] : memref<f64>
  return %x : f64
}

func.func @f(%x: f64) -> f64 {
  %y = func.call @noted(%x) : (f64) -> f64
  %r = arith.mulf %y, %y : f64
  return %r : f64
}
