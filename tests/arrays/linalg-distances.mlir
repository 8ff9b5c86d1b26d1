// Distances between the rows of two arrays.
func.func @f(%a: tensor<3x2xf64>, %b: tensor<4x2xf64>) -> tensor<3x4xf64> {
  %z = arith.constant dense<0.0> : tensor<3x4xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (j, k)>, affine_map<(i, j, k) -> (i, j)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a, %b : tensor<3x2xf64>, tensor<4x2xf64>) outs(%z : tensor<3x4xf64>) {
  ^bb0(%x: f64, %y: f64, %s: f64):
    %d = arith.subf %x, %y : f64
    %p = arith.mulf %d, %d : f64
    %q = arith.addf %s, %p : f64
    linalg.yield %q : f64
  } -> tensor<3x4xf64>
  %t = math.sqrt %r : tensor<3x4xf64>
  return %t : tensor<3x4xf64>
}
