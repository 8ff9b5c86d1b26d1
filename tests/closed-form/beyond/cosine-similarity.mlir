// The cosine of the angle of two plane vectors with respect to the first.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.0, 2.0, 3.0, 0.5]
// SAMPLE: [0.5, -1.0, 2.0, 0.25]

func.func @f(%a: f64, %b: f64, %x: f64, %y: f64) -> f64 {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.mulf %b, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %a, %a : f64
  %4 = arith.mulf %b, %b : f64
  %5 = arith.addf %3, %4 : f64
  %6 = math.sqrt %5 : f64
  %7 = arith.mulf %x, %x : f64
  %8 = arith.mulf %y, %y : f64
  %9 = arith.addf %7, %8 : f64
  %10 = math.sqrt %9 : f64
  %11 = arith.mulf %6, %10 : f64
  %12 = arith.divf %2, %11 : f64
  return %12 : f64
}

func.func @hand(%a: f64, %b: f64, %x: f64, %y: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %a, %a : f64
  %1 = arith.mulf %b, %b : f64
  %aa = arith.addf %0, %1 : f64
  %2 = math.sqrt %aa : f64
  %3 = arith.mulf %x, %x : f64
  %4 = arith.mulf %y, %y : f64
  %5 = arith.addf %3, %4 : f64
  %6 = math.sqrt %5 : f64
  %7 = arith.mulf %2, %6 : f64
  %r = arith.divf %one, %7 : f64
  %8 = arith.mulf %a, %x : f64
  %9 = arith.mulf %b, %y : f64
  %10 = arith.addf %8, %9 : f64
  %11 = arith.mulf %10, %r : f64
  %c = arith.divf %11, %aa : f64
  %12 = arith.mulf %x, %r : f64
  %13 = arith.mulf %c, %a : f64
  %14 = arith.subf %12, %13 : f64
  %15 = arith.mulf %y, %r : f64
  %16 = arith.mulf %c, %b : f64
  %17 = arith.subf %15, %16 : f64
  return %14, %17 : f64, f64
}
