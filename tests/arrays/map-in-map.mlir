// A map in a map: all products of two vectors, summed for each of the first.

func.func @f(%x: tensor<3xf64>, %y: tensor<?xf64>) -> tensor<3xf64> {
  %r = nd.map (%a in %x : tensor<3xf64>) -> tensor<3xf64> {
    %w = nd.map (%b in %y : tensor<?xf64>) -> tensor<?xf64> {
      %p = arith.mulf %a, %b : f64
      %s = math.sin %p : f64
      nd.yield %s : f64
    }
    %s = nd.sum %w [0] : tensor<?xf64> to f64
    nd.yield %s : f64
  }
  return %r : tensor<3xf64>
}
