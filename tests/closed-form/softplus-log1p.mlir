// log1p(exp(x)).
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %0 = math.exp %x : f64
  %1 = math.log1p %0 : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %e = math.exp %x : f64
  %0 = arith.addf %one, %e : f64
  %1 = arith.divf %e, %0 : f64
  return %1 : f64
}
