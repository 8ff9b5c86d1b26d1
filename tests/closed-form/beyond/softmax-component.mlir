// The first component of the softmax of three.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [0.5, -1.0, 2.0]
// SAMPLE: [1.5, 0.25, 0.0]

func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
  %a = math.exp %x : f64
  %0 = math.exp %y : f64
  %1 = arith.addf %a, %0 : f64
  %2 = math.exp %z : f64
  %3 = arith.addf %1, %2 : f64
  %4 = arith.divf %a, %3 : f64
  return %4 : f64
}

func.func @hand(%x: f64, %y: f64, %z: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %a = math.exp %x : f64
  %b = math.exp %y : f64
  %c = math.exp %z : f64
  %0 = arith.addf %a, %b : f64
  %1 = arith.addf %0, %c : f64
  %r = arith.divf %one, %1 : f64
  %p = arith.mulf %a, %r : f64
  %q = arith.mulf %p, %r : f64
  %2 = arith.subf %one, %p : f64
  %3 = arith.mulf %p, %2 : f64
  %4 = arith.mulf %q, %b : f64
  %5 = arith.negf %4 : f64
  %6 = arith.mulf %q, %c : f64
  %7 = arith.negf %6 : f64
  return %3, %5, %7 : f64, f64, f64
}
