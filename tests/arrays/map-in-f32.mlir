// A map in single precision.

!v = tensor<4xf32>
func.func @f(%x: !v, %w: f32) -> !v {
  %r = nd.map (%a in %x : !v) -> !v {
    %p = arith.mulf %a, %w : f32
    %t = math.tanh %p : f32
    nd.yield %t : f32
  }
  return %r : !v
}
