// The function of a map makes a tuple and takes it apart.

!v = tensor<3xf64>
func.func @f(%x: !v) -> !v {
  %r = nd.map (%a in %x : !v) -> !v {
    %s = math.sin %a : f64
    %t = functional.tuple %s, %a : f64, f64
    %u = functional.get %t[0] : tuple<f64, f64>
    %v = functional.get %t[1] : tuple<f64, f64>
    %p = arith.mulf %u, %v : f64
    nd.yield %p : f64
  }
  return %r : !v
}
