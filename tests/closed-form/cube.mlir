// x³ as a product; 3x².
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %0, %x : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %three = arith.constant 3.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %three, %0 : f64
  return %1 : f64
}
