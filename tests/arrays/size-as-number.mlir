// The size of an array scales it.

func.func @f(%x: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?x?xf64>
  %m = tensor.dim %x, %c1 : tensor<?x?xf64>
  %k = arith.muli %n, %m : index
  %i = arith.index_cast %k : index to i64
  %s = arith.sitofp %i : i64 to f64
  %b = tensor.splat %s[%n, %m] : tensor<?x?xf64>
  %r = arith.divf %x, %b : tensor<?x?xf64>
  return %r : tensor<?x?xf64>
}
