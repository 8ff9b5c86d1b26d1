// (x² + 1)/(x² + 2): the quotient rule collapses to 2x/(x² + 2)².
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %xx = arith.mulf %x, %x : f64
  %0 = arith.addf %xx, %one : f64
  %1 = arith.addf %xx, %two : f64
  %2 = arith.divf %0, %1 : f64
  return %2 : f64
}

func.func @hand(%x: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %0 = arith.mulf %x, %x : f64
  %d = arith.addf %0, %two : f64
  %1 = arith.addf %x, %x : f64
  %2 = arith.mulf %d, %d : f64
  %3 = arith.divf %1, %2 : f64
  return %3 : f64
}
