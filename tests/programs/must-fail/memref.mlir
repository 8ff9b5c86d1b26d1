// Memory.
//
// CHECK-ERROR: memref.
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %m = memref.alloca() : memref<f64>
  memref.store %x, %m[] : memref<f64>
  %r = memref.load %m[] : memref<f64>
  return %r : f64
}
