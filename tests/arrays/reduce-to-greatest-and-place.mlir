// The greatest element and where it stands, by comparisons.

func.func @f(%x: tensor<5xf64>) -> (f64, index) {
  %low = arith.constant 0xFFF0000000000000 : f64
  %c0 = arith.constant 0 : index
  %p = nd.iota 0 : tensor<5xindex>
  %r:2 = nd.reduce (%a in %x : tensor<5xf64>, %i in %p : tensor<5xindex>) from (%m = %low : f64, %j = %c0 : index) along [0] -> (f64, index) {
    %g = arith.cmpf ogt, %a, %m : f64
    %n = arith.select %g, %a, %m : f64
    %k = arith.select %g, %i, %j : index
    nd.yield %n, %k : f64, index
  }
  %q = arith.mulf %r#0, %r#0 : f64
  return %q, %r#1 : f64, index
}
