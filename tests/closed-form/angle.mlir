// atan2(y, x).
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7]
// SAMPLE: [-0.5, -2.0]

func.func @f(%y: f64, %x: f64) -> f64 {
  %0 = math.atan2 %y, %x : f64
  return %0 : f64
}

func.func @hand(%y: f64, %x: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %y, %y : f64
  %2 = arith.addf %0, %1 : f64
  %r = arith.divf %one, %2 : f64
  %3 = arith.mulf %x, %r : f64
  %4 = arith.mulf %y, %r : f64
  %5 = arith.negf %4 : f64
  return %3, %5 : f64, f64
}
