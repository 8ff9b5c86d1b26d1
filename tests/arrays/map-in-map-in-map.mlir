// Three deep, with a capture from each level.

func.func @f(%x: tensor<2xf64>, %y: tensor<2xf64>, %z: tensor<3xf64>) -> f64 {
  %u = nd.map (%a in %x : tensor<2xf64>) -> tensor<2xf64> {
    %v = nd.map (%b in %y : tensor<2xf64>) -> tensor<2xf64> {
      %ab = arith.mulf %a, %b : f64
      %w = nd.map (%c in %z : tensor<3xf64>) -> tensor<3xf64> {
        %p = arith.mulf %ab, %c : f64
        %q = arith.addf %p, %a : f64
        %e = math.exp %q : f64
        nd.yield %e : f64
      }
      %s = nd.sum %w [0] : tensor<3xf64> to f64
      nd.yield %s : f64
    }
    %s = nd.sum %v [0] : tensor<2xf64> to f64
    nd.yield %s : f64
  }
  %r = nd.sum %u [0] : tensor<2xf64> to f64
  return %r : f64
}
