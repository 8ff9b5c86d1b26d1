// The logistic function with the reciprocal as a function.
//
// GRAD: wrt = [0]
// SAMPLE: [1.3]
// SAMPLE: [-0.7]
// SAMPLE: [0.25]

func.func @f(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %inverse = functional.lambda (%y: f64) -> f64 {
    %0 = arith.divf %one, %y : f64
    functional.return %0 : f64
  }
  %1 = arith.negf %x : f64
  %2 = math.exp %1 : f64
  %3 = arith.addf %one, %2 : f64
  %4 = functional.apply %inverse(%3) : !functional.fn<(f64) -> f64>
  return %4 : f64
}

func.func @hand(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %0 = arith.negf %x : f64
  %1 = math.exp %0 : f64
  %2 = arith.addf %one, %1 : f64
  %s = arith.divf %one, %2 : f64
  %3 = arith.subf %one, %s : f64
  %4 = arith.mulf %s, %3 : f64
  return %4 : f64
}
