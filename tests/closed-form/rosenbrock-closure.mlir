// The Rosenbrock function with a function for the square that captures nothing, and one for the valley that captures x.
//
// GRAD: wrt = [0, 1]
// SAMPLE: [1.2, 1.2]
// SAMPLE: [-0.5, 2.0]

func.func @f(%x: f64, %y: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %hundred = arith.constant 100.0 : f64
  %square = functional.lambda (%v: f64) -> f64 {
    %0 = arith.mulf %v, %v : f64
    functional.return %0 : f64
  }
  %valley = functional.lambda (%v: f64) -> f64 {
    %1 = functional.apply %square(%x) : !functional.fn<(f64) -> f64>
    %2 = arith.subf %v, %1 : f64
    functional.return %2 : f64
  }
  %3 = arith.subf %one, %x : f64
  %4 = functional.apply %square(%3) : !functional.fn<(f64) -> f64>
  %5 = functional.apply %valley(%y) : !functional.fn<(f64) -> f64>
  %6 = functional.apply %square(%5) : !functional.fn<(f64) -> f64>
  %7 = arith.mulf %hundred, %6 : f64
  %8 = arith.addf %4, %7 : f64
  return %8 : f64
}

func.func @hand(%x: f64, %y: f64) -> (f64, f64) {
  %c200 = arith.constant 200.0 : f64
  %two = arith.constant 2.0 : f64
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x : f64
  %1 = arith.subf %y, %0 : f64
  %e = arith.mulf %c200, %1 : f64
  %2 = arith.subf %x, %one : f64
  %3 = arith.mulf %two, %2 : f64
  %4 = arith.addf %x, %x : f64
  %5 = arith.mulf %4, %e : f64
  %6 = arith.subf %3, %5 : f64
  return %6, %e : f64, f64
}
