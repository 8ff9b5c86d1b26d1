// exp(sin x); cos x·exp(sin x).
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = math.sin %x : f64
  %1 = math.exp %0 : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %0 = math.cos %x : f64
  %1 = math.sin %x : f64
  %2 = math.exp %1 : f64
  %3 = arith.mulf %0, %2 : f64
  return %3 : f64
}
