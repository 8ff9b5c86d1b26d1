// The length of a vector with a function for the square.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.0, 2.0, 3.0]
// SAMPLE: [-0.5, 0.25, 2.0]

func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
  %square = functional.lambda (%v: f64) -> f64 {
    %0 = arith.mulf %v, %v : f64
    functional.return %0 : f64
  }
  %1 = functional.apply %square(%x) : !functional.fn<(f64) -> f64>
  %2 = functional.apply %square(%y) : !functional.fn<(f64) -> f64>
  %3 = arith.addf %1, %2 : f64
  %4 = functional.apply %square(%z) : !functional.fn<(f64) -> f64>
  %5 = arith.addf %3, %4 : f64
  %6 = math.sqrt %5 : f64
  return %6 : f64
}

func.func @hand(%x: f64, %y: f64, %z: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.mulf %y, %y : f64
  %2 = arith.addf %0, %1 : f64
  %3 = arith.mulf %z, %z : f64
  %4 = arith.addf %2, %3 : f64
  %5 = math.sqrt %4 : f64
  %r = arith.divf %one, %5 : f64
  %6 = arith.mulf %x, %r : f64
  %7 = arith.mulf %y, %r : f64
  %8 = arith.mulf %z, %r : f64
  return %6, %7, %8 : f64, f64, f64
}
