// A softmax of rows, of reductions and maps with a broadcast operand.
#all = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>
func.func @f(%x: tensor<3x4xf64>) -> tensor<3x4xf64> {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<3xf64>
  %zero = arith.constant dense<0.0> : tensor<3xf64>
  %e = tensor.empty() : tensor<3x4xf64>
  %m = linalg.reduce { arith.maximumf } ins(%x : tensor<3x4xf64>) outs(%low : tensor<3xf64>) dimensions = [1]
  %p = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
    ins(%x, %m : tensor<3x4xf64>, tensor<3xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %b: f64, %o: f64):
    %d = arith.subf %a, %b : f64
    %q = math.exp %d : f64
    linalg.yield %q : f64
  } -> tensor<3x4xf64>
  %s = linalg.reduce { arith.addf } ins(%p : tensor<3x4xf64>) outs(%zero : tensor<3xf64>) dimensions = [1]
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]}
    ins(%p, %s : tensor<3x4xf64>, tensor<3xf64>) outs(%e : tensor<3x4xf64>) {
  ^bb0(%a: f64, %b: f64, %o: f64):
    %q = arith.divf %a, %b : f64
    linalg.yield %q : f64
  } -> tensor<3x4xf64>
  return %y : tensor<3x4xf64>
}
