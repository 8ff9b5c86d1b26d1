// A counted loop.
//
// CHECK-ERROR: scf.for
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0,3]

func.func @f(%x: f64, %to: index) -> f64 {
  %from = arith.constant 0 : index
  %step = arith.constant 1 : index
  %r = scf.for %i = %from to %to step %step iter_args(%p = %x) -> (f64) {
    %q = arith.mulf %p, %x : f64
    scf.yield %q : f64
  }
  return %r : f64
}
