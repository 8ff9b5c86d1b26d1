// log(x²); 2/x.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = arith.mulf %x, %x : f64
  %1 = math.log %0 : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %0 = arith.divf %two, %x : f64
  return %0 : f64
}
