// A dot product of an array with itself.

func.func @f(%x: tensor<2x3xf64>) -> f64 {
  %r = nd.contract "ij,ij->" %x, %x : (tensor<2x3xf64>, tensor<2x3xf64>) -> f64
  return %r : f64
}
