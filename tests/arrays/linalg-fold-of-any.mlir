// A fold by a function that is no op alone, from another start in each row: y = sin(x * y).
func.func @f(%a: tensor<2x3xf64>, %b: tensor<2xf64>) -> tensor<2xf64> {
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : tensor<2x3xf64>) outs(%b : tensor<2xf64>) {
  ^bb0(%x: f64, %s: f64):
    %p = arith.mulf %x, %s : f64
    %q = math.sin %p : f64
    linalg.yield %q : f64
  } -> tensor<2xf64>
  return %r : tensor<2xf64>
}
