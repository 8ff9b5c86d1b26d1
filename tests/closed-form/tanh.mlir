// tanh; 1 − tanh².
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = math.tanh %x : f64
  return %0 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %t = math.tanh %x : f64
  %0 = arith.mulf %t, %t : f64
  %1 = arith.subf %one, %0 : f64
  return %1 : f64
}
