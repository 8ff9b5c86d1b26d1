// The place of the greatest element is no function with a derivative, what stands there is.

func.func @f(%x: tensor<3x4xf64>, %y: tensor<4xf64>) -> (tensor<3xf64>, tensor<3xindex>) {
  %i = nd.argmax %x 1 : tensor<3x4xf64> to tensor<3xindex>
  %r = nd.gather %y[%i] along [0] : tensor<4xf64>[tensor<3xindex>] to tensor<3xf64>
  return %r, %i : tensor<3xf64>, tensor<3xindex>
}
