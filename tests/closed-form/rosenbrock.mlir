// The Rosenbrock function.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.2, 1.2]
// SAMPLE: [-0.5, 2.0]

func.func @f(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %hundred = arith.constant 100.0 : f64
  %a = arith.subf %one, %x : f64
  %0 = arith.mulf %x, %x : f64
  %b = arith.subf %y, %0 : f64
  %1 = arith.mulf %a, %a : f64
  %2 = arith.mulf %b, %b : f64
  %3 = arith.mulf %hundred, %2 : f64
  %4 = arith.addf %1, %3 : f64
  return %4 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %c200 = arith.constant 200.0 : f64
  %two = arith.constant 2.0 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.subf %y, %0 : f64
  %e = arith.mulf %c200, %1 : f64
  %2 = arith.subf %x, %one : f64
  %3 = arith.mulf %two, %2 : f64
  %4 = arith.addf %x, %x : f64
  %5 = arith.mulf %4, %e : f64
  %6 = arith.subf %3, %5 : f64
  return %6, %e : f64, f64
}
