// Distances between the rows of two arrays: a map in a map.
func.func @f(%a: tensor<3x2xf64>, %b: tensor<4x2xf64>) -> tensor<3x4xf64> {
  %one = functional.lambda (%x: tensor<2xf64>, %y: tensor<2xf64>) -> f64 {
    %d = arith.subf %x, %y : tensor<2xf64>
    %s = nd.contract "i,i->" %d, %d : (tensor<2xf64>, tensor<2xf64>) -> f64
    %r = math.sqrt %s : f64
    functional.return %r : f64
  }
  %row = functional.vmap %one in [-1, 0] out [0] : !functional.fn<(tensor<2xf64>, tensor<2xf64>) -> f64>
    to !functional.fn<(tensor<2xf64>, tensor<4x2xf64>) -> tensor<4xf64>>
  %all = functional.vmap %row in [0, -1] out [0] : !functional.fn<(tensor<2xf64>, tensor<4x2xf64>) -> tensor<4xf64>>
    to !functional.fn<(tensor<3x2xf64>, tensor<4x2xf64>) -> tensor<3x4xf64>>
  %r = functional.apply %all(%a, %b) : !functional.fn<(tensor<3x2xf64>, tensor<4x2xf64>) -> tensor<3x4xf64>>
  return %r : tensor<3x4xf64>
}
