// exp(−x²).
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.negf %0 : f64
  %2 = math.exp %1 : f64
  return %2 : f64
}

func.func @hand(%x: f64) -> f64 {
  %minus_two = arith.constant -2.0 : f64
  %0 = arith.mulf %minus_two, %x : f64
  %1 = arith.mulf %x, %x : f64
  %2 = arith.negf %1 : f64
  %3 = math.exp %2 : f64
  %4 = arith.mulf %0, %3 : f64
  return %4 : f64
}
