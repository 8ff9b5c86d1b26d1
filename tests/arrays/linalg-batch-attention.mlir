// Attention of a batch: two batched products, scaled.
func.func @f(%q: tensor<2x3x4xf64>, %k: tensor<2x4x5xf64>, %v: tensor<2x5x2xf64>, %scale: f64) -> tensor<2x3x2xf64> {
  %zs = arith.constant dense<0.0> : tensor<2x3x5xf64>
  %zy = arith.constant dense<0.0> : tensor<2x3x2xf64>
  %e = tensor.empty() : tensor<2x3x5xf64>
  %s = linalg.batch_matmul ins(%q, %k : tensor<2x3x4xf64>, tensor<2x4x5xf64>) outs(%zs : tensor<2x3x5xf64>) -> tensor<2x3x5xf64>
  %t = linalg.map ins(%s : tensor<2x3x5xf64>) outs(%e : tensor<2x3x5xf64>) (%x: f64, %o: f64) {
    %m = arith.mulf %x, %scale : f64
    %h = math.tanh %m : f64
    linalg.yield %h : f64
  }
  %y = linalg.batch_matmul ins(%t, %v : tensor<2x3x5xf64>, tensor<2x5x2xf64>) outs(%zy : tensor<2x3x2xf64>) -> tensor<2x3x2xf64>
  return %y : tensor<2x3x2xf64>
}
