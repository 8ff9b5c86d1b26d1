// The diagonal times what positions divide, plus positions.
func.func @f(%a: tensor<4x4xf64>, %b: tensor<2xf64>) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i, i)>, affine_map<(i) -> (i floordiv 2)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]
  } ins(%a, %b : tensor<4x4xf64>, tensor<2xf64>) outs(%e : tensor<4xf64>) {
  ^bb0(%x: f64, %y: f64, %o: f64):
    %i = linalg.index 0 : index
    %n = arith.index_cast %i : index to i64
    %w = arith.sitofp %n : i64 to f64
    %p = arith.mulf %x, %y : f64
    %q = arith.addf %p, %w : f64
    %t = math.sin %q : f64
    linalg.yield %t : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}
