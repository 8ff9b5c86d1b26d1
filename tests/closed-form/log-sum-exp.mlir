// The logarithm of a sum of three exponentials.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [0.5, -1.0, 2.0]
// SAMPLE: [1.5, 0.25, 0.0]

func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
  %0 = math.exp %x : f64
  %1 = math.exp %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = math.exp %z : f64
  %4 = arith.addf %2, %3 : f64
  %5 = math.log %4 : f64
  return %5 : f64
}

func.func @hand(%x: f64, %y: f64, %z: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %a = math.exp %x : f64
  %b = math.exp %y : f64
  %c = math.exp %z : f64
  %0 = arith.addf %a, %b : f64
  %1 = arith.addf %0, %c : f64
  %r = arith.divf %one, %1 : f64
  %2 = arith.mulf %a, %r : f64
  %3 = arith.mulf %b, %r : f64
  %4 = arith.mulf %c, %r : f64
  return %2, %3, %4 : f64, f64, f64
}
