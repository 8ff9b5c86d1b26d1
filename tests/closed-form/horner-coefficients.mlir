// A polynomial of degree 3 by Horner's rule with respect to its coefficients: the powers of x.
//
// GRAD: wrt = [1, 2, 3, 4]
// SAMPLE: [1.3, 0.5, -1.0, 2.0, 0.25]

func.func @f(%x: f64, %a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.addf %0, %b : f64
  %2 = arith.mulf %1, %x : f64
  %3 = arith.addf %2, %c : f64
  %4 = arith.mulf %3, %x : f64
  %5 = arith.addf %4, %d : f64
  return %5 : f64
}

func.func @hand(%x: f64, %a: f64, %b: f64, %c: f64, %d: f64) -> (f64, f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %xx = arith.mulf %x, %x : f64
  %0 = arith.mulf %xx, %x : f64
  return %0, %xx, %x, %one : f64, f64, f64, f64
}
