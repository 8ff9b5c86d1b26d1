// The mean and the variance of an array of unknown size.

func.func @f(%x: tensor<?xf64>) -> (f64, f64) {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %i = arith.index_cast %n : index to i64
  %count = arith.sitofp %i : i64 to f64
  %s = nd.sum %x [0] : tensor<?xf64> to f64
  %mean = arith.divf %s, %count : f64
  %b = nd.broadcast %mean [] sizes(%n) : f64 to tensor<?xf64>
  %d = arith.subf %x, %b : tensor<?xf64>
  %q = arith.mulf %d, %d : tensor<?xf64>
  %t = nd.sum %q [0] : tensor<?xf64> to f64
  %var = arith.divf %t, %count : f64
  return %mean, %var : f64, f64
}
