// √(1 + x²); x/√(1 + x²).
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.addf %one, %0 : f64
  %2 = math.sqrt %1 : f64
  return %2 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.addf %one, %0 : f64
  %2 = math.sqrt %1 : f64
  %3 = arith.divf %x, %2 : f64
  return %3 : f64
}
