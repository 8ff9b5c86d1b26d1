// A dot product.

func.func @f(%x: tensor<4xf64>, %y: tensor<4xf64>) -> f64 {
  %r = nd.contract "i,i->" %x, %y : (tensor<4xf64>, tensor<4xf64>) -> f64
  return %r : f64
}
