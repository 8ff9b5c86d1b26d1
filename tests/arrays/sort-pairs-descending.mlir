// Keys sort rows from the greatest, and values and positions move along.

!m = tensor<2x?xf64>
func.func @f(%x: !m, %y: !m) -> (!m, !m, tensor<2x?xindex>) {
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c1 : !m
  %p = nd.iota 1 sizes(%n) : tensor<2x?xindex>
  %a, %b, %q = nd.sort %x, %y, %p along 1 descending : !m, !m, tensor<2x?xindex>
  %r = arith.mulf %a, %b : !m
  return %a, %r, %q : !m, !m, tensor<2x?xindex>
}
