// A fold along two of three dimensions, the last fastest.

func.func @f(%x: tensor<2x3x2xf64>, %w: f64) -> tensor<3xf64> {
  %one = arith.constant 1.0 : f64
  %r = nd.reduce (%a in %x : tensor<2x3x2xf64>) from (%p = %one : f64) along [0, 2] -> tensor<3xf64> {
    %q = arith.mulf %p, %w : f64
    %s = arith.addf %q, %a : f64
    nd.yield %s : f64
  }
  return %r : tensor<3xf64>
}
