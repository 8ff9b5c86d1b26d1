// ad − bc.
//
// GRAD: wrt = [0, 1, 2, 3]
// SAMPLE: [1.0, 2.0, 3.0, 4.0]
// SAMPLE: [0.5, -1.0, 2.0, 0.25]

func.func @f(%a: f64, %b: f64, %c: f64, %d: f64) -> f64 {
  %0 = arith.mulf %a, %d : f64
  %1 = arith.mulf %b, %c : f64
  %2 = arith.subf %0, %1 : f64
  return %2 : f64
}

func.func @hand(%a: f64, %b: f64, %c: f64, %d: f64) -> (f64, f64, f64, f64) {
  %0 = arith.negf %c : f64
  %1 = arith.negf %b : f64
  return %d, %0, %1, %a : f64, f64, f64, f64
}
