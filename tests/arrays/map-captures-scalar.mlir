// The cotangent of a captured scalar is a sum: of sum(w·x) it is sum(x).

func.func @f(%w: f64, %x: tensor<?xf64>) -> f64 {
  %m = nd.map (%a in %x : tensor<?xf64>) -> tensor<?xf64> {
    %p = arith.mulf %w, %a : f64
    nd.yield %p : f64
  }
  %r = nd.sum %m [0] : tensor<?xf64> to f64
  return %r : f64
}
