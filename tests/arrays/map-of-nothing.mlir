// A map over an empty array, with a captured scalar, whose cotangent is zero.

!m = tensor<0x?xf64>
func.func @f(%x: !m, %w: f64) -> !m {
  %r = nd.map (%a in %x : !m) -> !m {
    %p = arith.mulf %a, %w : f64
    nd.yield %p : f64
  }
  return %r : !m
}
