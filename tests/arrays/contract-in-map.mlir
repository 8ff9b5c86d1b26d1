// A matrix times a vector for each captured scale.

func.func @f(%a: tensor<2x3xf64>, %x: tensor<3xf64>, %s: tensor<2xf64>) -> tensor<2xf64> {
  %r = nd.map (%k in %s : tensor<2xf64>) -> tensor<2xf64> {
    %b = nd.broadcast %k [] : f64 to tensor<3xf64>
    %y = arith.mulf %x, %b : tensor<3xf64>
    %e = math.sin %y : tensor<3xf64>
    %z = nd.contract "ij,j->i" %a, %e : (tensor<2x3xf64>, tensor<3xf64>) -> tensor<2xf64>
    %t = nd.contract "i,i->" %z, %z : (tensor<2xf64>, tensor<2xf64>) -> f64
    nd.yield %t : f64
  }
  return %r : tensor<2xf64>
}
