// sin x·cos x; cos² − sin².
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = math.sin %x : f64
  %1 = math.cos %x : f64
  %2 = arith.mulf %0, %1 : f64
  return %2 : f64
}

func.func @hand(%x: f64) -> f64 {
  %s = math.sin %x : f64
  %c = math.cos %x : f64
  %0 = arith.mulf %c, %c : f64
  %1 = arith.mulf %s, %s : f64
  %2 = arith.subf %0, %1 : f64
  return %2 : f64
}
