// √(x² + y²).
//
// GRAD: wrt = [0, 1]
// SAMPLE: [3.0, 4.0]
// SAMPLE: [-0.5, 1.25]

func.func @f(%x: f64, %y: f64) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %y, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = math.sqrt %2 : f64
  return %3 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %y, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = math.sqrt %2 : f64
  %r = arith.divf %one, %3 : f64
  %4 = arith.mulf %x, %r : f64
  %5 = arith.mulf %y, %r : f64
  return %4, %5 : f64, f64
}
