// Three arrays one after another; one stands twice.

func.func @f(%x: tensor<2xf64>, %y: tensor<3xf64>) -> tensor<7xf64> {
  %c = tensor.concat dim(0) %x, %y, %x : (tensor<2xf64>, tensor<3xf64>, tensor<2xf64>) -> tensor<7xf64>
  %r = arith.mulf %c, %c : tensor<7xf64>
  return %r : tensor<7xf64>
}
