// x to the y with respect to both: one power, one logarithm.
//
// LONGER: by hand it is NaN at x = 0; x^(y - 1) and the guards of both derivatives give its limits.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 2.5]
// SAMPLE: [0.7, -1.5]

func.func @f(%x: f64, %y: f64) -> f64 {
  %0 = math.powf %x, %y : f64
  return %0 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %p = math.powf %x, %y : f64
  %0 = arith.mulf %y, %p : f64
  %1 = arith.divf %0, %x : f64
  %2 = math.log %x : f64
  %3 = arith.mulf %p, %2 : f64
  return %1, %3 : f64, f64
}
