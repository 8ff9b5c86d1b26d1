// The lesser and the greater stay.

func.func @f(%u: tensor<3xf64>, %x: tensor<3xf64>, %i: tensor<3xindex>) -> (tensor<3xf64>, tensor<3xf64>) {
  %a = nd.scatter min %u into %x[%i] along [0] : tensor<3xf64> into tensor<3xf64>[tensor<3xindex>]
  %b = nd.scatter max %u into %x[%i] along [0] : tensor<3xf64> into tensor<3xf64>[tensor<3xindex>]
  return %a, %b : tensor<3xf64>, tensor<3xf64>
}
