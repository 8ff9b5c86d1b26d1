// x³ through a closure that multiplies by x, applied twice.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %scale = functional.lambda (%y: f64) -> f64 {
    %0 = arith.mulf %x, %y : f64
    functional.return %0 : f64
  }
  %1 = functional.apply %scale(%x) : !functional.fn<(f64) -> f64>
  %2 = functional.apply %scale(%1) : !functional.fn<(f64) -> f64>
  return %2 : f64
}

func.func @hand(%x: f64) -> f64 {
  %three = arith.constant 3.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %three, %0 : f64
  return %1 : f64
}
