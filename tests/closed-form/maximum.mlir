// max(x, y) away from ties.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.0, 2.0]
// SAMPLE: [3.0, 0.5]

func.func @f(%x: f64, %y: f64) -> f64 {
  %0 = arith.cmpf ogt, %x, %y : f64
  %1 = arith.select %0, %x, %y : f64
  return %1 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %zero = arith.constant 0.0 : f64
  %m = arith.cmpf ogt, %x, %y : f64
  %0 = arith.select %m, %one, %zero : f64
  %1 = arith.select %m, %zero, %one : f64
  return %0, %1 : f64, f64
}
