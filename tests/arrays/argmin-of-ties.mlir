// Of equal elements the first.

func.func @f(%x: tensor<2x4xf64>) -> (tensor<2xi64>, tensor<4xindex>) {
  %i = nd.argmin %x 1 : tensor<2x4xf64> to tensor<2xi64>
  %j = nd.argmax %x 0 : tensor<2x4xf64> to tensor<4xindex>
  return %i, %j : tensor<2xi64>, tensor<4xindex>
}
