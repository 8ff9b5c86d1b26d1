// max(w·x + b, 0) with respect to w, x and b.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.3, 0.7, 0.5]
// SAMPLE: [-1.0, 2.0, 0.5]

func.func @f(%w: f64, %x: f64, %b: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %0 = arith.mulf %w, %x : f64
  %a = arith.addf %0, %b : f64
  %1 = arith.cmpf ogt, %a, %zero : f64
  %2 = arith.select %1, %a, %zero : f64
  return %2 : f64
}

func.func @hand(%w: f64, %x: f64, %b: f64) -> (f64, f64, f64) {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %w, %x : f64
  %1 = arith.addf %0, %b : f64
  %m = arith.cmpf ogt, %1, %zero : f64
  %2 = arith.select %m, %x, %zero : f64
  %3 = arith.select %m, %w, %zero : f64
  %4 = arith.select %m, %one, %zero : f64
  return %2, %3, %4 : f64, f64, f64
}
