// The log-likelihood of points under a mixture with isotropic components.

func.func @f(%a: tensor<2xf64>, %mu: tensor<2x3xf64>, %s: tensor<2xf64>, %x: tensor<4x3xf64>) -> f64 {
  %xb = nd.broadcast %x [0, 2] : tensor<4x3xf64> to tensor<4x2x3xf64>
  %mb = nd.broadcast %mu [1, 2] : tensor<2x3xf64> to tensor<4x2x3xf64>
  %d = arith.subf %xb, %mb : tensor<4x2x3xf64>
  %q = arith.mulf %d, %d : tensor<4x2x3xf64>
  %n = nd.sum %q [2] : tensor<4x2x3xf64> to tensor<4x2xf64>
  %e = nd.map (%v in %n : tensor<4x2xf64>) -> tensor<4x2xf64> {
    %j = nd.index 1
    %al = tensor.extract %a[%j] : tensor<2xf64>
    %ls = tensor.extract %s[%j] : tensor<2xf64>
    %two = arith.constant -2.0 : f64
    %m2 = arith.mulf %ls, %two : f64
    %prec = math.exp %m2 : f64
    %half = arith.constant -0.5 : f64
    %h = arith.mulf %v, %half : f64
    %k = arith.mulf %h, %prec : f64
    %three = arith.constant 3.0 : f64
    %l = arith.mulf %ls, %three : f64
    %u = arith.addf %k, %al : f64
    %w = arith.subf %u, %l : f64
    %y = math.exp %w : f64
    nd.yield %y : f64
  }
  %t = nd.sum %e [1] : tensor<4x2xf64> to tensor<4xf64>
  %l = math.log %t : tensor<4xf64>
  %r = nd.sum %l [0] : tensor<4xf64> to f64
  return %r : f64
}
