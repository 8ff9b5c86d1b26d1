// The sum of squared distances to the nearest centre.

func.func @f(%c: tensor<3x2xf64>, %x: tensor<5x2xf64>) -> f64 {
  %inf = arith.constant 0x7FF0000000000000 : f64
  %xb = nd.broadcast %x [0, 2] : tensor<5x2xf64> to tensor<5x3x2xf64>
  %cb = nd.broadcast %c [1, 2] : tensor<3x2xf64> to tensor<5x3x2xf64>
  %d = arith.subf %xb, %cb : tensor<5x3x2xf64>
  %q = arith.mulf %d, %d : tensor<5x3x2xf64>
  %n = nd.sum %q [2] : tensor<5x3x2xf64> to tensor<5x3xf64>
  %m = nd.reduce (%a in %n : tensor<5x3xf64>) from (%l = %inf : f64) along [1] -> tensor<5xf64> {
    %k = arith.minimumf %a, %l : f64
    nd.yield %k : f64
  }
  %r = nd.sum %m [0] : tensor<5xf64> to f64
  return %r : f64
}
