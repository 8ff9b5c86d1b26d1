// Two results of one reduction: the greatest of each row, and where it stands.
func.func @f(%a: tensor<2x3xf64>) -> (tensor<2xf64>, tensor<2xi64>) {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<2xf64>
  %no = arith.constant dense<0> : tensor<2xi64>
  %r:2 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : tensor<2x3xf64>) outs(%low, %no : tensor<2xf64>, tensor<2xi64>) {
  ^bb0(%x: f64, %m: f64, %k: i64):
    %j = linalg.index 1 : index
    %n = arith.index_cast %j : index to i64
    %y = arith.mulf %x, %x : f64
    %more = arith.cmpf ogt, %y, %m : f64
    %best = arith.select %more, %y, %m : f64
    %at = arith.select %more, %n, %k : i64
    linalg.yield %best, %at : f64, i64
  } -> (tensor<2xf64>, tensor<2xi64>)
  return %r#0, %r#1 : tensor<2xf64>, tensor<2xi64>
}
