// Swish with a slope bound by partial application, with respect to x.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3, 1.0]
// SAMPLE: [-0.7, 1.5]

func.func private @gate(%beta: f64, %v: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %bv = arith.mulf %beta, %v : f64
  %n = arith.negf %bv : f64
  %e = math.exp %n : f64
  %d = arith.addf %one, %e : f64
  %r = arith.divf %v, %d : f64
  return %r : f64
}

func.func @f(%x: f64, %beta: f64) -> f64 {
  %gate = functional.ref @gate : !functional.fn<(f64, f64) -> f64>
  %swish = functional.partial %gate(%beta) : !functional.fn<(f64, f64) -> f64>
  %r = functional.apply %swish(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

func.func @hand(%x: f64, %beta: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %beta, %x : f64
  %1 = arith.negf %0 : f64
  %2 = math.exp %1 : f64
  %3 = arith.addf %one, %2 : f64
  %s = arith.divf %one, %3 : f64
  %f = arith.mulf %x, %s : f64
  %4 = arith.mulf %beta, %f : f64
  %5 = arith.subf %one, %s : f64
  %6 = arith.mulf %4, %5 : f64
  %7 = arith.addf %6, %s : f64
  return %7 : f64
}
