// Of numbers whose exponentials do not fit.

!v = tensor<?xf64>
func.func @f(%x: !v) -> f64 {
  %low = arith.constant 0xFFF0000000000000 : f64
  %max = nd.reduce (%a in %x : !v) from (%s = %low : f64) along [0] -> f64 {
    %n = arith.maximumf %a, %s : f64
    nd.yield %n : f64
  }
  %e = nd.map (%a in %x : !v) -> !v {
    %d = arith.subf %a, %max : f64
    %b = math.exp %d : f64
    nd.yield %b : f64
  }
  %s = nd.sum %e [0] : !v to f64
  %l = math.log %s : f64
  %r = arith.addf %l, %max : f64
  return %r : f64
}
