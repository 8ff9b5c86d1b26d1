// The same from the end, before each element.

!m = tensor<2x3xf64>
func.func @f(%x: !m, %w: f64) -> !m {
  %r = nd.scan (%a in %x : !m) from (%s = %w : f64) along 1 exclusive reverse -> !m {
    %p = arith.mulf %s, %w : f64
    %q = arith.addf %p, %a : f64
    %t = math.sin %q : f64
    nd.yield %t : f64
  }
  return %r : !m
}
