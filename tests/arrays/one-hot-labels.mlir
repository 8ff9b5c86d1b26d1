// The scores that labels choose, by a one-hot product; one label is outside.

func.func @f(%x: tensor<4x3xf64>, %l: tensor<4xi64>) -> tensor<4xf64> {
  %h = nd.one_hot %l : tensor<4xi64> to tensor<4x3xf64>
  %r = nd.contract "bi,bi->b" %x, %h : (tensor<4x3xf64>, tensor<4x3xf64>) -> tensor<4xf64>
  return %r : tensor<4xf64>
}
