// A contraction of nothing was fused with more loops than it has, and added up in each trip.
func.func @f(%arg0: f64, %arg1: f64) -> f64 {
  %from_elements = tensor.from_elements %arg1, %arg0, %arg0 : tensor<3xf64>
  %0 = nd.sum %from_elements [0] : tensor<3xf64> to tensor<f64>
  %1 = nd.contract ",->" %0, %0 : (tensor<f64>, tensor<f64>) -> f64
  return %1 : f64
}
