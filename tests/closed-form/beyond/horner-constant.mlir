// A polynomial of degree 5 by Horner's rule, constant coefficients; the derivative by Horner's rule.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %c1_25 = arith.constant 1.25 : f64
  %three = arith.constant 3.0 : f64
  %two = arith.constant 2.0 : f64
  %c0_75 = arith.constant 0.75 : f64
  %c7 = arith.constant 7.0 : f64
  %0 = arith.mulf %half, %x : f64
  %r1 = arith.addf %0, %c1_25 : f64
  %1 = arith.mulf %r1, %x : f64
  %r2 = arith.subf %1, %three : f64
  %2 = arith.mulf %r2, %x : f64
  %r3 = arith.addf %2, %two : f64
  %3 = arith.mulf %r3, %x : f64
  %r4 = arith.subf %3, %c0_75 : f64
  %4 = arith.mulf %r4, %x : f64
  %5 = arith.addf %4, %c7 : f64
  return %5 : f64
}

func.func @hand(%x: f64) -> f64 {
  %c2_5 = arith.constant 2.5 : f64
  %five = arith.constant 5.0 : f64
  %c9 = arith.constant 9.0 : f64
  %four = arith.constant 4.0 : f64
  %c0_75 = arith.constant 0.75 : f64
  %0 = arith.mulf %c2_5, %x : f64
  %1 = arith.addf %0, %five : f64
  %2 = arith.mulf %1, %x : f64
  %3 = arith.subf %2, %c9 : f64
  %4 = arith.mulf %3, %x : f64
  %5 = arith.addf %4, %four : f64
  %6 = arith.mulf %5, %x : f64
  %7 = arith.subf %6, %c0_75 : f64
  return %7 : f64
}
