// ax² + 2bxy + cy² with respect to x and y.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7, 2.0, 0.5, -1.0]

func.func @f(%x: f64, %y: f64, %a: f64, %b: f64, %c: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %a, %0 : f64
  %2 = arith.mulf %two, %b : f64
  %3 = arith.mulf %x, %y : f64
  %4 = arith.mulf %2, %3 : f64
  %5 = arith.addf %1, %4 : f64
  %6 = arith.mulf %y, %y : f64
  %7 = arith.mulf %c, %6 : f64
  %8 = arith.addf %5, %7 : f64
  return %8 : f64
}

func.func @hand(%x: f64, %y: f64, %a: f64, %b: f64, %c: f64) -> (f64, f64) {
  %two = arith.constant 2.0 : f64
  %0 = arith.mulf %a, %x : f64
  %1 = arith.mulf %b, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %two, %2 : f64
  %4 = arith.mulf %b, %x : f64
  %5 = arith.mulf %c, %y : f64
  %6 = arith.addf %4, %5 : f64
  %7 = arith.mulf %two, %6 : f64
  return %3, %7 : f64, f64
}
