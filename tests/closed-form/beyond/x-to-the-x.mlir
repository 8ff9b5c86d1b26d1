// x to the x; x^x·(1 + log x).
//
// LONGER: as power-both.mlir, of which this is the diagonal.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [0.7]
// SAMPLE: [3.5]

func.func @f(%x: f64) -> f64 {
  %0 = math.powf %x, %x : f64
  return %0 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = math.powf %x, %x : f64
  %1 = math.log %x : f64
  %2 = arith.addf %one, %1 : f64
  %3 = arith.mulf %0, %2 : f64
  return %3 : f64
}
