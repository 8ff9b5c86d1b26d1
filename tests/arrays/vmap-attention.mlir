// Attention of each sequence of a batch.
func.func private @one(%q: tensor<3x4xf64>, %k: tensor<4x5xf64>, %v: tensor<5x2xf64>, %scale: f64) -> tensor<3x2xf64> {
  %s = nd.contract "ij,jk->ik" %q, %k : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  %b = nd.broadcast %scale [] : f64 to tensor<3x5xf64>
  %m = arith.mulf %s, %b : tensor<3x5xf64>
  %t = math.tanh %m : tensor<3x5xf64>
  %y = nd.contract "ij,jk->ik" %t, %v : (tensor<3x5xf64>, tensor<5x2xf64>) -> tensor<3x2xf64>
  return %y : tensor<3x2xf64>
}
func.func @f(%q: tensor<2x3x4xf64>, %k: tensor<2x4x5xf64>, %v: tensor<2x5x2xf64>, %scale: f64) -> tensor<2x3x2xf64> {
  %one = functional.ref @one : !functional.fn<(tensor<3x4xf64>, tensor<4x5xf64>, tensor<5x2xf64>, f64) -> tensor<3x2xf64>>
  %all = functional.vmap %one in [0, 0, 0, -1] out [0]
    : !functional.fn<(tensor<3x4xf64>, tensor<4x5xf64>, tensor<5x2xf64>, f64) -> tensor<3x2xf64>>
    to !functional.fn<(tensor<2x3x4xf64>, tensor<2x4x5xf64>, tensor<2x5x2xf64>, f64) -> tensor<2x3x2xf64>>
  %y = functional.apply %all(%q, %k, %v, %scale)
    : !functional.fn<(tensor<2x3x4xf64>, tensor<2x4x5xf64>, tensor<2x5x2xf64>, f64) -> tensor<2x3x2xf64>>
  return %y : tensor<2x3x2xf64>
}
