// A weighted sum and its norm in one reduction over two arrays.

func.func @f(%x: tensor<2x3xf64>, %w: tensor<2x3xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %zero = arith.constant 0.0 : f64
  %r:2 = nd.reduce (%a in %x : tensor<2x3xf64>, %b in %w : tensor<2x3xf64>) from (%s = %zero : f64, %t = %zero : f64) along [1] -> (tensor<2xf64>, tensor<2xf64>) {
    %p = arith.mulf %a, %b : f64
    %u = arith.addf %s, %p : f64
    %q = arith.mulf %p, %p : f64
    %v = arith.addf %t, %q : f64
    nd.yield %u, %v : f64, f64
  }
  return %r#0, %r#1 : tensor<2xf64>, tensor<2xf64>
}
