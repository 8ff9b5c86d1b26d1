// x > 0 ? x : x/8.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %c0_125 = arith.constant 0.125 : f64
  %0 = arith.cmpf ogt, %x, %zero : f64
  %1 = arith.mulf %c0_125, %x : f64
  %2 = arith.select %0, %x, %1 : f64
  return %2 : f64
}

func.func @hand(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %c0_125 = arith.constant 0.125 : f64
  %0 = arith.cmpf ogt, %x, %zero : f64
  %1 = arith.select %0, %one, %c0_125 : f64
  return %1 : f64
}
