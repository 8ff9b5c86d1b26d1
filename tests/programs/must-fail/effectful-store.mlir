// A store to a global: an effect must not vanish in the derivative.
//
// CHECK-ERROR: memref.
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

memref.global "private" @last : memref<f64> = dense<0.0>

func.func @f(%x: f64) -> f64 {
  %m = memref.get_global @last : memref<f64>
  memref.store %x, %m[] : memref<f64>
  %r = arith.mulf %x, %x : f64
  return %r : f64
}
