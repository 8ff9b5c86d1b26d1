// log(x)/x; (1 − log x)/x².
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [0.7]
// SAMPLE: [3.5]

func.func @f(%x: f64) -> f64 {
  %0 = math.log %x : f64
  %1 = arith.divf %0, %x : f64
  return %1 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = math.log %x : f64
  %1 = arith.subf %one, %0 : f64
  %2 = arith.mulf %x, %x : f64
  %3 = arith.divf %1, %2 : f64
  return %3 : f64
}
