// The mean negative logarithm of the probabilities of labels.

!m = tensor<3x4xf64>
func.func @f(%x: !m, %l: tensor<3xi64>) -> f64 {
  %e = math.exp %x : !m
  %s = nd.sum %e [1] : !m to tensor<3xf64>
  %z = math.log %s : tensor<3xf64>
  %i = nd.iota 0 : tensor<3xi64>
  %p = nd.gather %x[%i, %l] along [0, 1] : !m[tensor<3xi64>, tensor<3xi64>] to tensor<3xf64>
  %d = arith.subf %z, %p : tensor<3xf64>
  %t = nd.sum %d [0] : tensor<3xf64> to f64
  %three = arith.constant 3.0 : f64
  %r = arith.divf %t, %three : f64
  return %r : f64
}
