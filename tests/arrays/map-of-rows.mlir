// A map over row numbers, each of which reduces a slice of a captured matrix.

func.func @f(%x: tensor<3x4xf64>) -> tensor<3xf64> {
  %r = nd.map () -> tensor<3xf64> {
    %i = nd.index 0
    %row = tensor.extract_slice %x[%i, 0] [1, 4] [1, 1] : tensor<3x4xf64> to tensor<4xf64>
    %q = arith.mulf %row, %row : tensor<4xf64>
    %s = nd.sum %q [0] : tensor<4xf64> to f64
    %n = math.sqrt %s : f64
    nd.yield %n : f64
  }
  return %r : tensor<3xf64>
}
