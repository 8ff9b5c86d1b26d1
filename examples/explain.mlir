// Prices by whole units, with a discount above a limit:
//
//   pullback explain examples/explain.mlir --entry f

func.func @f(%price: f64, %amount: f64, %limit: f64) -> f64 {
  %units = math.ceil %amount : f64
  %full = arith.mulf %price, %units : f64
  %c = arith.cmpf ogt, %full, %limit : f64
  %r = scf.if %c -> f64 {
    %factor = arith.constant 0.75 : f64
    %less = arith.mulf %full, %factor : f64
    scf.yield %less : f64
  } else {
    scf.yield %full : f64
  }
  return %r : f64
}
