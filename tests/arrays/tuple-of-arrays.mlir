// A tuple of arrays and a scalar comes in, and one goes out.

!v = tensor<3xf64>
!t = tuple<!v, tuple<f64, tensor<2xf64>>>
func.func @f(%t: !t) -> tuple<!v, f64> {
  %x = functional.get %t[0] : !t
  %u = functional.get %t[1] : !t
  %s = functional.get %u[0] : tuple<f64, tensor<2xf64>>
  %b = nd.broadcast %s [] : f64 to !v
  %p = arith.mulf %x, %b : !v
  %n = nd.sum %p [0] : !v to f64
  %r = functional.tuple %p, %n : !v, f64
  return %r : tuple<!v, f64>
}
