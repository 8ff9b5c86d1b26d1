// A pendulum, by the symplectic Euler method: its angle after so many steps, from an angle and a rate.
//
//   pullback grad examples/pendulum.mlir --entry angle --inputs '[1.0, 0.0, 0.01, 1000]'
//   pullback grad examples/pendulum.mlir --entry angle --tape-report

func.func @angle(%start: f64, %rate: f64, %step: f64, %count: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %end:2 = scf.for %i = %c0 to %count step %c1 iter_args(%a = %start, %w = %rate) -> (f64, f64) {
    %s = math.sin %a : f64
    %dw = arith.mulf %step, %s : f64
    %v = arith.subf %w, %dw : f64
    %da = arith.mulf %step, %v : f64
    %b = arith.addf %a, %da : f64
    scf.yield %b, %v : f64, f64
  }
  return %end#0 : f64
}
