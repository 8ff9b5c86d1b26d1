// A term of an option price, s·Φ(d) with d = log(s/k)/v, with respect to s: Φ(d) + φ(d)/v.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3, 1.0, 0.7]
// SAMPLE: [0.9, 1.25, 0.5]

func.func @f(%s: f64, %k: f64, %v: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %c0_707107 = arith.constant 0.7071067811865476 : f64
  %0 = arith.divf %s, %k : f64
  %1 = math.log %0 : f64
  %d = arith.divf %1, %v : f64
  %2 = arith.mulf %c0_707107, %d : f64
  %3 = math.erf %2 : f64
  %4 = arith.addf %one, %3 : f64
  %5 = arith.mulf %half, %4 : f64
  %6 = arith.mulf %s, %5 : f64
  return %6 : f64
}

func.func @hand(%s: f64, %k: f64, %v: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %c0_707107 = arith.constant 0.7071067811865476 : f64
  %c0_398942 = arith.constant 0.3989422804014327 : f64
  %0 = arith.divf %s, %k : f64
  %1 = math.log %0 : f64
  %d = arith.divf %1, %v : f64
  %2 = arith.mulf %c0_707107, %d : f64
  %3 = math.erf %2 : f64
  %4 = arith.addf %one, %3 : f64
  %5 = arith.mulf %half, %4 : f64
  %6 = arith.mulf %d, %d : f64
  %7 = arith.mulf %half, %6 : f64
  %8 = arith.negf %7 : f64
  %9 = math.exp %8 : f64
  %10 = arith.mulf %c0_398942, %9 : f64
  %11 = arith.divf %10, %v : f64
  %12 = arith.addf %5, %11 : f64
  return %12 : f64
}
