// a[1] = x², then a[1] = a[1]·a[0] + x, and the sum of squares.

!v = tensor<3xf64>
func.func @f(%a: !v, %x: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %xx = arith.mulf %x, %x : f64
  %b = tensor.insert %xx into %a[%c1] : !v
  %b0 = tensor.extract %b[%c0] : !v
  %b1 = tensor.extract %b[%c1] : !v
  %p = arith.mulf %b1, %b0 : f64
  %q = arith.addf %p, %x : f64
  %c = tensor.insert %q into %b[%c1] : !v
  %cc = arith.mulf %c, %c : !v
  %r = nd.sum %cc [0] : !v to f64
  return %r : f64
}
