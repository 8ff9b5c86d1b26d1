// Sums by group: rows are scattered to where their labels say.

func.func @f(%x: tensor<?x2xf64>, %l: tensor<?xi64>, %n: index) -> tensor<?x2xf64> {
  %zero = arith.constant 0.0 : f64
  %z = tensor.splat %zero[%n] : tensor<?x2xf64>
  %s = nd.scatter add %x into %z[%l] along [0] : tensor<?x2xf64> into tensor<?x2xf64>[tensor<?xi64>]
  %r = math.exp %s : tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}
