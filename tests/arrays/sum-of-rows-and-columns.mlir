// Sums along one dimension each.

!m = tensor<3x4xf64>
func.func @f(%x: !m) -> (tensor<3xf64>, tensor<4xf64>) {
  %q = arith.mulf %x, %x : !m
  %a = nd.sum %q [1] : !m to tensor<3xf64>
  %b = nd.sum %x [0] : !m to tensor<4xf64>
  return %a, %b : tensor<3xf64>, tensor<4xf64>
}
