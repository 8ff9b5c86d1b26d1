// (2x0)(0x3) is zero, and its gradients are empty.

func.func @f(%a: tensor<2x?xf64>, %b: tensor<?x3xf64>) -> tensor<2x3xf64> {
  %r = nd.contract "ij,jk->ik" %a, %b : (tensor<2x?xf64>, tensor<?x3xf64>) -> tensor<2x3xf64>
  return %r : tensor<2x3xf64>
}
