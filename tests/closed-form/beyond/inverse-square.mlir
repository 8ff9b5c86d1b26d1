// 1/x²; −2/x³.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [0.7]
// SAMPLE: [3.5]

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.divf %one, %0 : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %minus_two = arith.constant -2.0 : f64
  %q = arith.divf %one, %x : f64
  %0 = arith.mulf %q, %q : f64
  %1 = arith.mulf %0, %q : f64
  %2 = arith.mulf %minus_two, %1 : f64
  return %2 : f64
}
