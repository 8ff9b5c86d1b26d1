// One of two functions that are chosen between when the program runs captures nothing of the name.
//
// CHECK-ERROR: captures no value of type f64 under the name "y"
// CHECK-CALL-ARGS: run --entry f --inputs [1.0,2.0]

!g = !functional.fn<(f64) -> f64>
func.func private @walk(%f: !g, %x: f64) -> f64 {
  %ten = arith.constant 10.0 : f64
  %stop = arith.cmpf ogt, %x, %ten : f64
  %r = scf.if %stop -> f64 {
    scf.yield %x : f64
  } else {
    %g = functional.grad %f wrt [] captures("y": f64) : !g
    %d = functional.apply %g(%x) : !functional.fn<(f64) -> tuple<f64>>
    %s = functional.get %d[0] : tuple<f64>
    %z = func.call @walk(%f, %s) : (!g, f64) -> f64
    %w = arith.addf %z, %x : f64
    scf.yield %w : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %y: f64) -> f64 {
  %c = arith.cmpf ogt, %x, %y : f64
  %k = functional.lambda (%p: f64) captures(%c0 = %y as "y" : f64) -> f64 {
    %s = arith.mulf %p, %c0 : f64
    functional.return %s : f64
  }
  %l = functional.lambda (%p: f64) -> f64 {
    %s = arith.mulf %p, %p : f64
    functional.return %s : f64
  }
  %f = arith.select %c, %k, %l : !g
  %r = func.call @walk(%f, %x) : (!g, f64) -> f64
  return %r : f64
}
