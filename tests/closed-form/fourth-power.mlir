// x⁴ by squaring twice; 4x³.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %xx = arith.mulf %x, %x : f64
  %0 = arith.mulf %xx, %xx : f64
  return %0 : f64
}

func.func @hand(%x: f64) -> f64 {
  %four = arith.constant 4.0 : f64
  %0 = arith.mulf %four, %x : f64
  %1 = arith.mulf %x, %x : f64
  %2 = arith.mulf %0, %1 : f64
  return %2 : f64
}
