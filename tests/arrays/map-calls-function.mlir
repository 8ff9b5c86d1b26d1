// The function of a map calls a function of the program.

!v = tensor<3xf64>
func.func @g(%a: f64, %b: f64) -> f64 {
  %s = math.sin %a : f64
  %r = arith.mulf %s, %b : f64
  return %r : f64
}
func.func @f(%x: !v, %w: f64) -> !v {
  %r = nd.map (%a in %x : !v) -> !v {
    %p = func.call @g(%a, %w) : (f64, f64) -> f64
    nd.yield %p : f64
  }
  return %r : !v
}
