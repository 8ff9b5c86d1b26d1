// GELU by tanh, with coefficients that are arguments (0.798 and 0.0357 as a rule): with respect to x.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3, 0.798, 0.0357]
// SAMPLE: [-0.7, 0.798, 0.0357]

func.func @f(%x: f64, %a: f64, %b: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %xx = arith.mulf %x, %x : f64
  %0 = arith.mulf %b, %xx : f64
  %1 = arith.addf %a, %0 : f64
  %2 = arith.mulf %x, %1 : f64
  %t = math.tanh %2 : f64
  %3 = arith.mulf %half, %x : f64
  %4 = arith.addf %one, %t : f64
  %5 = arith.mulf %3, %4 : f64
  return %5 : f64
}

func.func @hand(%x: f64, %a: f64, %b: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %three = arith.constant 3.0 : f64
  %0 = arith.mulf %x, %x : f64
  %bxx = arith.mulf %b, %0 : f64
  %1 = arith.addf %a, %bxx : f64
  %2 = arith.mulf %x, %1 : f64
  %t = math.tanh %2 : f64
  %3 = arith.addf %one, %t : f64
  %4 = arith.mulf %t, %t : f64
  %5 = arith.subf %one, %4 : f64
  %6 = arith.mulf %x, %5 : f64
  %7 = arith.mulf %three, %bxx : f64
  %8 = arith.addf %a, %7 : f64
  %9 = arith.mulf %6, %8 : f64
  %10 = arith.addf %3, %9 : f64
  %11 = arith.mulf %half, %10 : f64
  return %11 : f64
}
