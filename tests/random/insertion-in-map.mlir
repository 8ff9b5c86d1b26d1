// What a function over elements writes is its own.
func.func @f(%x: f64, %y: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %v = tensor.from_elements %x, %y : tensor<2xf64>
  %w = math.sin %v : tensor<2xf64>
  %m = nd.map (%e in %v : tensor<2xf64>) -> tensor<2xf64> {
    %g = tensor.extract %w[%c0] : tensor<2xf64>
    %s = tensor.insert %e into %w[%c0] : tensor<2xf64>
    %t = nd.sum %s [0] : tensor<2xf64> to f64
    %u = arith.addf %t, %g : f64
    nd.yield %u : f64
  }
  %r = nd.sum %m [0] : tensor<2xf64> to f64
  return %r : f64
}
