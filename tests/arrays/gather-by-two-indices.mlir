// Single elements of a matrix, by rows and columns.

func.func @f(%x: tensor<3x4xf64>, %i: tensor<3xindex>, %j: tensor<3xi32>) -> tensor<3xf64> {
  %g = nd.gather %x[%i, %j] along [0, 1] : tensor<3x4xf64>[tensor<3xindex>, tensor<3xi32>] to tensor<3xf64>
  %r = math.sin %g : tensor<3xf64>
  return %r : tensor<3xf64>
}
