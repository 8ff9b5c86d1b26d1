// r·sin θ·cos φ.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [2.0, 0.5, 1.25]

func.func @f(%r: f64, %theta: f64, %phi: f64) -> f64 {
  %0 = math.sin %theta : f64
  %1 = arith.mulf %r, %0 : f64
  %2 = math.cos %phi : f64
  %3 = arith.mulf %1, %2 : f64
  return %3 : f64
}

func.func @hand(%r: f64, %theta: f64, %phi: f64) -> (f64, f64, f64) {
  %s = math.sin %theta : f64
  %c = math.cos %phi : f64
  %rs = arith.mulf %r, %s : f64
  %0 = arith.mulf %s, %c : f64
  %1 = math.cos %theta : f64
  %2 = arith.mulf %r, %1 : f64
  %3 = arith.mulf %2, %c : f64
  %4 = math.sin %phi : f64
  %5 = arith.mulf %rs, %4 : f64
  %6 = arith.negf %5 : f64
  return %0, %3, %6 : f64, f64, f64
}
