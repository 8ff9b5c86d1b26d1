// The Huber loss with δ by scf.if: |r| < δ ? r²/2 : δ·(|r| − δ/2).
//
// LONGER: the derivative of |r| is 0 at 0, and both branches add to the cotangent of r.
//
// GRAD: wrt = [0]
// SAMPLE: [0.3, 1.0]
// SAMPLE: [-0.7, 1.0]
// SAMPLE: [2.5, 1.0]
// SAMPLE: [-3.0, 1.5]

func.func @f(%r: f64, %delta: f64) -> f64 {
  %half = arith.constant 0.5 : f64
  %a = math.absf %r : f64
  %0 = arith.cmpf olt, %a, %delta : f64
  %1 = scf.if %0 -> (f64) {
    %2 = arith.mulf %r, %r : f64
    %3 = arith.mulf %half, %2 : f64
    scf.yield %3 : f64
  } else {
    %4 = arith.mulf %half, %delta : f64
    %5 = arith.subf %a, %4 : f64
    %6 = arith.mulf %delta, %5 : f64
    scf.yield %6 : f64
  }
  return %1 : f64
}

func.func @hand(%r: f64, %delta: f64) -> f64 {
  %0 = math.absf %r : f64
  %1 = arith.cmpf olt, %0, %delta : f64
  %2 = math.copysign %delta, %r : f64
  %3 = arith.select %1, %r, %2 : f64
  return %3 : f64
}
