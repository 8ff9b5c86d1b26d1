// Shifted by the maximum of each row, which does not change the result.

!m = tensor<2x4xf64>
!r = tensor<2xf64>
func.func @f(%x: !m) -> !m {
  %low = arith.constant 0xFFF0000000000000 : f64
  %max = nd.reduce (%a in %x : !m) from (%s = %low : f64) along [1] -> !r {
    %n = arith.maximumf %a, %s : f64
    nd.yield %n : f64
  }
  %b = nd.broadcast %max [0] : !r to !m
  %d = arith.subf %x, %b : !m
  %e = math.exp %d : !m
  %s = nd.sum %e [1] : !m to !r
  %t = nd.broadcast %s [0] : !r to !m
  %r = arith.divf %e, %t : !m
  return %r : !m
}
