// A map of three arrays with two results.

!m = tensor<2x3xf64>
func.func @f(%x: !m, %y: !m, %z: !m) -> (!m, !m) {
  %r:2 = nd.map (%a in %x : !m, %b in %y : !m, %c in %z : !m) -> (!m, !m) {
    %p = arith.mulf %a, %b : f64
    %q = arith.addf %p, %c : f64
    %s = math.sin %q : f64
    nd.yield %s, %p : f64, f64
  }
  return %r#0, %r#1 : !m, !m
}
