// A map over an array of rank 0.

!s = tensor<f64>
func.func @f(%x: !s) -> !s {
  %r = nd.map (%a in %x : !s) -> !s {
    %e = math.cos %a : f64
    nd.yield %e : f64
  }
  return %r : !s
}
