// The square of a number, and its derivative.

func.func @square(%x: f64) -> f64 {
  %r = arith.mulf %x, %x : f64
  return %r : f64
}

func.func @double(%x: f64) -> f64 {
  %f = functional.ref @square : !functional.fn<(f64) -> f64>
  %g = functional.grad %f : !functional.fn<(f64) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
