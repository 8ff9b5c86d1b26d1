// A contraction of three arrays, one of them through a function.
func.func @f(%a: tensor<2x3x4xf64>, %b: tensor<3x2xf64>, %c: tensor<4x2xf64>) -> tensor<2x2xf64> {
  %z = arith.constant dense<0.0> : tensor<2x2xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j, k, l) -> (i, k, l)>, affine_map<(i, j, k, l) -> (k, j)>, affine_map<(i, j, k, l) -> (l, j)>,
      affine_map<(i, j, k, l) -> (i, j)>],
    iterator_types = ["parallel", "parallel", "reduction", "reduction"]
  } ins(%a, %b, %c : tensor<2x3x4xf64>, tensor<3x2xf64>, tensor<4x2xf64>) outs(%z : tensor<2x2xf64>) {
  ^bb0(%x: f64, %y: f64, %v: f64, %s: f64):
    %e = math.exp %y : f64
    %p = arith.mulf %x, %e : f64
    %q = arith.mulf %p, %v : f64
    %t = arith.addf %s, %q : f64
    linalg.yield %t : f64
  } -> tensor<2x2xf64>
  return %r : tensor<2x2xf64>
}
