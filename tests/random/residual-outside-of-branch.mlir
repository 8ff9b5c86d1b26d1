// The second derivative multiplied a cotangent of zero with the residual of a branch that was not taken.
func.func @f(%arg0: f64, %arg1: f64) -> f64 {
  %lambda = functional.lambda (%arg2: f64) -> f64 {
    %1 = arith.negf %arg0 : f64
    %2 = math.exp %1 : f64
    %3 = arith.cmpf ole, %arg0, %arg2 : f64
    %4:2 = scf.if %3 -> (f64, f64) {
      %cst = arith.constant 5.000000e-01 : f64
      scf.yield %cst, %2 : f64, f64
    } else {
      %7 = arith.mulf %arg2, %arg2 : f64
      %8 = math.tanh %7 : f64
      scf.yield %8, %2 : f64, f64
    }
    %lambda_0 = functional.lambda (%arg3: f64) -> f64 {
      %7 = math.atan %arg3 : f64
      functional.return %7 : f64
    }
    %vjp = functional.vjp %lambda_0 : !functional.fn<(f64) -> f64>
    %5:2 = functional.apply %vjp(%4#0) : !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> f64>)>
    %6 = functional.apply %5#1(%arg2) : !functional.fn<(f64) -> f64>
    functional.return %6 : f64
  }
  %grad = functional.grad %lambda : !functional.fn<(f64) -> f64>
  %0 = functional.apply %grad(%arg1) : !functional.fn<(f64) -> f64>
  return %0 : f64
}
