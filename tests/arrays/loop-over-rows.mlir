// A loop sums functions of the rows of a matrix.

func.func @f(%x: tensor<3x4xf64>) -> tensor<4xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %z = arith.constant dense<0.0> : tensor<4xf64>
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%s = %z) -> tensor<4xf64> {
    %row = tensor.extract_slice %x[%i, 0] [1, 4] [1, 1] : tensor<3x4xf64> to tensor<4xf64>
    %p = arith.mulf %row, %s : tensor<4xf64>
    %q = arith.addf %p, %row : tensor<4xf64>
    %t = math.sin %q : tensor<4xf64>
    scf.yield %t : tensor<4xf64>
  }
  return %r : tensor<4xf64>
}
