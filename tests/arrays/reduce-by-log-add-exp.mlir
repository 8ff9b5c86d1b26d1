// An operator of one's own: log(exp a + exp b).

func.func @f(%x: tensor<4xf64>, %s: f64) -> f64 {
  %r = nd.reduce (%a in %x : tensor<4xf64>) from (%p = %s : f64) along [0] -> f64 {
    %ea = math.exp %a : f64
    %ep = math.exp %p : f64
    %t = arith.addf %ea, %ep : f64
    %l = math.log %t : f64
    nd.yield %l : f64
  }
  return %r : f64
}
