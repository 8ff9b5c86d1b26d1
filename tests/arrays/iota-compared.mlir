// Which elements stand below the diagonal, of an array of unknown size.

!m = tensor<?x?xf64>
!i = tensor<?x?xindex>
func.func @f(%x: !m) -> !m {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : !m
  %k = tensor.dim %x, %c1 : !m
  %i = nd.iota 0 sizes(%n, %k) : !i
  %j = nd.iota 1 sizes(%n, %k) : !i
  %c = arith.cmpi ugt, %i, %j : !i
  %zero = arith.constant 0.0 : f64
  %z = tensor.splat %zero[%n, %k] : !m
  %q = arith.mulf %x, %x : !m
  %r = arith.select %c, %q, %z : tensor<?x?xi1>, !m
  return %r : !m
}
