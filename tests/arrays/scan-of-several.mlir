// The sums and the products so far, of two arrays.

!v = tensor<4xf64>
func.func @f(%x: !v, %y: !v) -> (!v, !v) {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1.0 : f64
  %r:2 = nd.scan (%a in %x : !v, %b in %y : !v) from (%s = %zero : f64, %p = %one : f64) along 0 -> (!v, !v) {
    %q = arith.mulf %p, %b : f64
    %t = arith.mulf %a, %q : f64
    %u = arith.addf %s, %t : f64
    nd.yield %u, %q : f64, f64
  }
  return %r#0, %r#1 : !v, !v
}
