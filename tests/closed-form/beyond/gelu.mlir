// GELU by tanh.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %c0_797885 = arith.constant 0.7978845608028654 : f64
  %c0_044715 = arith.constant 0.044715 : f64
  %half = arith.constant 0.5 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %xxx = arith.mulf %0, %x : f64
  %1 = arith.mulf %c0_044715, %xxx : f64
  %2 = arith.addf %x, %1 : f64
  %3 = arith.mulf %c0_797885, %2 : f64
  %t = math.tanh %3 : f64
  %4 = arith.mulf %half, %x : f64
  %5 = arith.addf %one, %t : f64
  %6 = arith.mulf %4, %5 : f64
  return %6 : f64
}

func.func @hand(%x: f64) -> f64 {
  %c0_044715 = arith.constant 0.044715 : f64
  %c0_797885 = arith.constant 0.7978845608028654 : f64
  %one = arith.constant 1.0 : f64
  %half = arith.constant 0.5 : f64
  %three = arith.constant 3.0 : f64
  %0 = arith.mulf %x, %x : f64
  %q = arith.mulf %c0_044715, %0 : f64
  %u = arith.mulf %c0_797885, %x : f64
  %1 = arith.addf %one, %q : f64
  %2 = arith.mulf %u, %1 : f64
  %t = math.tanh %2 : f64
  %3 = arith.addf %one, %t : f64
  %4 = arith.mulf %t, %t : f64
  %5 = arith.subf %one, %4 : f64
  %6 = arith.mulf %u, %5 : f64
  %7 = arith.mulf %three, %q : f64
  %8 = arith.addf %one, %7 : f64
  %9 = arith.mulf %6, %8 : f64
  %10 = arith.addf %3, %9 : f64
  %11 = arith.mulf %half, %10 : f64
  return %11 : f64
}
