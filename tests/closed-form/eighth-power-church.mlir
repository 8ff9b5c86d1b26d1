// x⁸ by a function that applies its argument three times; 8x⁷.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %three = functional.lambda (%g: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
    %power = functional.lambda (%a: f64) -> f64 {
      %b = functional.apply %g(%a) : !functional.fn<(f64) -> f64>
      %c = functional.apply %g(%b) : !functional.fn<(f64) -> f64>
      %d = functional.apply %g(%c) : !functional.fn<(f64) -> f64>
      functional.return %d : f64
    }
    functional.return %power : !functional.fn<(f64) -> f64>
  }
  %square = functional.lambda (%y: f64) -> f64 {
    %yy = arith.mulf %y, %y : f64
    functional.return %yy : f64
  }
  %eighth = functional.apply %three(%square) : !functional.fn<(!functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64>>
  %r = functional.apply %eighth(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}

func.func @hand(%x: f64) -> f64 {
  %c8 = arith.constant 8.0 : f64
  %x2 = arith.mulf %x, %x : f64
  %x4 = arith.mulf %x2, %x2 : f64
  %0 = arith.mulf %c8, %x : f64
  %1 = arith.mulf %x2, %x4 : f64
  %2 = arith.mulf %0, %1 : f64
  return %2 : f64
}
