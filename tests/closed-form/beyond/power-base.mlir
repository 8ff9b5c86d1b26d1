// x to the y with respect to x.
//
// LONGER: by hand it is NaN at x = 0, y = 0; the guard that gives 0 there is a comparison and a select.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3, 2.5]
// SAMPLE: [0.7, -1.5]

func.func @f(%x: f64, %y: f64) -> f64 {
  %0 = math.powf %x, %y : f64
  return %0 : f64
}

func.func @hand(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.subf %y, %one : f64
  %1 = math.powf %x, %0 : f64
  %2 = arith.mulf %y, %1 : f64
  return %2 : f64
}
