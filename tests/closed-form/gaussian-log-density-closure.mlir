// The logarithm of the normal density by a closure over its parameters.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.3, 0.5, 0.75]
// SAMPLE: [-1.0, 0.25, 2.0]

func.func @f(%x: f64, %mu: f64, %sigma: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %standardize = functional.lambda (%v: f64) -> f64 {
    %0 = arith.subf %v, %mu : f64
    %1 = arith.divf %0, %sigma : f64
    functional.return %1 : f64
  }
  %half_square = functional.lambda (%v: f64) -> f64 {
    %2 = arith.mulf %v, %v : f64
    %3 = arith.mulf %half, %2 : f64
    functional.return %3 : f64
  }
  %4 = functional.apply %standardize(%x) : !functional.fn<(f64) -> f64>
  %5 = functional.apply %half_square(%4) : !functional.fn<(f64) -> f64>
  %6 = arith.negf %5 : f64
  %7 = math.log %sigma : f64
  %8 = arith.subf %6, %7 : f64
  return %8 : f64
}

func.func @hand(%x: f64, %mu: f64, %sigma: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %r = arith.divf %one, %sigma : f64
  %0 = arith.subf %x, %mu : f64
  %z = arith.mulf %0, %r : f64
  %m = arith.mulf %z, %r : f64
  %1 = arith.negf %m : f64
  %2 = arith.mulf %z, %m : f64
  %3 = arith.subf %2, %r : f64
  return %1, %m, %3 : f64, f64, f64
}
