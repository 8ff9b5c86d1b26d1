// x'Ax.

func.func @f(%a: tensor<3x3xf64>, %x: tensor<3xf64>) -> f64 {
  %y = nd.contract "ij,j->i" %a, %x : (tensor<3x3xf64>, tensor<3xf64>) -> tensor<3xf64>
  %r = nd.contract "i,i->" %x, %y : (tensor<3xf64>, tensor<3xf64>) -> f64
  return %r : f64
}
