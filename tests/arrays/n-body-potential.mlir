// The potential of all pairs, with a mask of the diagonal.

func.func @f(%x: tensor<4x3xf64>) -> f64 {
  %r = nd.map () -> tensor<4x4xf64> {
    %i = nd.index 0
    %j = nd.index 1
    %before = arith.cmpi ult, %i, %j : index
    %v = scf.if %before -> f64 {
      %a = tensor.extract_slice %x[%i, 0] [1, 3] [1, 1] : tensor<4x3xf64> to tensor<3xf64>
      %b = tensor.extract_slice %x[%j, 0] [1, 3] [1, 1] : tensor<4x3xf64> to tensor<3xf64>
      %d = arith.subf %a, %b : tensor<3xf64>
      %q = nd.contract "i,i->" %d, %d : (tensor<3xf64>, tensor<3xf64>) -> f64
      %s = math.rsqrt %q : f64
      scf.yield %s : f64
    } else {
      %z = arith.constant 0.0 : f64
      scf.yield %z : f64
    }
    nd.yield %v : f64
  }
  %s = nd.sum %r [0, 1] : tensor<4x4xf64> to f64
  return %s : f64
}
