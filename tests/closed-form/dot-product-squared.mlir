// The square of an inner product with respect to the first vector.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.0, 2.0, 3.0, 0.5, -1.0, 4.0]

func.func @f(%a: f64, %b: f64, %c: f64, %x: f64, %y: f64, %z: f64) -> f64 {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.mulf %b, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %c, %z : f64
  %s = arith.addf %2, %3 : f64
  %4 = arith.mulf %s, %s : f64
  return %4 : f64
}

func.func @hand(%a: f64, %b: f64, %c: f64, %x: f64, %y: f64, %z: f64) -> (f64, f64, f64) {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.mulf %b, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %c, %z : f64
  %s = arith.addf %2, %3 : f64
  %t = arith.addf %s, %s : f64
  %4 = arith.mulf %t, %x : f64
  %5 = arith.mulf %t, %y : f64
  %6 = arith.mulf %t, %z : f64
  return %4, %5, %6 : f64, f64, f64
}
