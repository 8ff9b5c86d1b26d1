// The logarithm of the normal density without its constant.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.3, 0.5, 0.75]
// SAMPLE: [-1.0, 0.25, 2.0]

func.func @f(%x: f64, %mu: f64, %sigma: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %0 = arith.subf %x, %mu : f64
  %z = arith.divf %0, %sigma : f64
  %1 = arith.mulf %z, %z : f64
  %2 = arith.mulf %half, %1 : f64
  %3 = arith.negf %2 : f64
  %4 = math.log %sigma : f64
  %5 = arith.subf %3, %4 : f64
  return %5 : f64
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
