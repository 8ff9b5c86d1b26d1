// x/y.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.3, 0.7]
// SAMPLE: [-2.0, 3.0]

func.func @f(%x: f64, %y: f64) -> f64 {
  %0 = arith.divf %x, %y : f64
  return %0 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %one = arith.constant 1.0 : f64
  %r = arith.divf %one, %y : f64
  %0 = arith.mulf %x, %r : f64
  %1 = arith.mulf %0, %r : f64
  %2 = arith.negf %1 : f64
  return %r, %2 : f64, f64
}
