// A vector as pairs; how many is known at run time.

func.func @f(%x: tensor<?xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %h = arith.divui %n, %c2 : index
  %p = nd.reshape %x sizes(%h) : tensor<?xf64> to tensor<?x2xf64>
  %q = arith.mulf %p, %p : tensor<?x2xf64>
  %r = nd.sum %q [1] : tensor<?x2xf64> to tensor<?xf64>
  return %r : tensor<?xf64>
}
