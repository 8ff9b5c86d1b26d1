// x²y + 3xy² − 2x + y.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7]
// SAMPLE: [-2.0, 0.5]

func.func @f(%x: f64, %y: f64) -> f64 {
  %three = arith.constant 3.0 : f64
  %two = arith.constant 2.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %0, %y : f64
  %2 = arith.mulf %three, %x : f64
  %3 = arith.mulf %y, %y : f64
  %4 = arith.mulf %2, %3 : f64
  %5 = arith.addf %1, %4 : f64
  %6 = arith.mulf %two, %x : f64
  %7 = arith.subf %5, %6 : f64
  %8 = arith.addf %7, %y : f64
  return %8 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %two = arith.constant 2.0 : f64
  %three = arith.constant 3.0 : f64
  %six = arith.constant 6.0 : f64
  %one = arith.constant 1.0 : f64
  %yy = arith.mulf %y, %y : f64
  %xy = arith.mulf %x, %y : f64
  %0 = arith.mulf %two, %xy : f64
  %1 = arith.mulf %three, %yy : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.subf %2, %two : f64
  %4 = arith.mulf %x, %x : f64
  %5 = arith.mulf %six, %xy : f64
  %6 = arith.addf %4, %5 : f64
  %7 = arith.addf %6, %one : f64
  return %3, %7 : f64, f64
}
