// max(x, 0) by arith.select.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]

func.func @f(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %0 = arith.cmpf ogt, %x, %zero : f64
  %1 = arith.select %0, %x, %zero : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.cmpf ogt, %x, %zero : f64
  %1 = arith.select %0, %one, %zero : f64
  return %1 : f64
}
