// The inner product of two vectors.
//
// GRAD: wrt = [0, 1, 2, 3, 4, 5]
// SAMPLE: [1.0, 2.0, 3.0, 0.5, -1.0, 4.0]

func.func @f(%a: f64, %b: f64, %c: f64, %x: f64, %y: f64, %z: f64) -> f64 {
  %0 = arith.mulf %a, %x : f64
  %1 = arith.mulf %b, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %c, %z : f64
  %4 = arith.addf %2, %3 : f64
  return %4 : f64
}

func.func @hand(%a: f64, %b: f64, %c: f64, %x: f64, %y: f64, %z: f64) -> (f64, f64, f64, f64, f64, f64) {

  return %x, %y, %z, %a, %b, %c : f64, f64, f64, f64, f64, f64
}
