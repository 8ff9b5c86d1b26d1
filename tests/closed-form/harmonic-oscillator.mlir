// The energy p²/2m + k·x²/2 with respect to position and momentum.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7, 2.0, 1.5]
// SAMPLE: [-0.5, 2.0, 0.75, 3.0]

func.func @f(%x: f64, %p: f64, %m: f64, %k: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %half = arith.constant 0.5 : f64
  %0 = arith.mulf %p, %p : f64
  %1 = arith.mulf %two, %m : f64
  %2 = arith.divf %0, %1 : f64
  %3 = arith.mulf %half, %k : f64
  %4 = arith.mulf %x, %x : f64
  %5 = arith.mulf %3, %4 : f64
  %6 = arith.addf %2, %5 : f64
  return %6 : f64
}

func.func @hand(%x: f64, %p: f64, %m: f64, %k: f64) -> (f64, f64) {
  %0 = arith.mulf %k, %x : f64
  %1 = arith.divf %p, %m : f64
  return %0, %1 : f64, f64
}
