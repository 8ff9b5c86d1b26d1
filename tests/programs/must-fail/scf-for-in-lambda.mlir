// A counted loop in a closure: found although the closure is inlined.
//
// CHECK-ERROR: scf.for
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %power = functional.lambda (%y: f64) -> f64 {
    %from = arith.constant 0 : index
    %to = arith.constant 3 : index
    %step = arith.constant 1 : index
    %r = scf.for %i = %from to %to step %step iter_args(%p = %y) -> (f64) {
      %q = arith.mulf %p, %x : f64
      scf.yield %q : f64
    }
    functional.return %r : f64
  }
  %r = functional.apply %power(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
