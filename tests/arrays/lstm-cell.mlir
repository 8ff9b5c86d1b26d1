// One step of a long short-term memory.

!v = tensor<2xf64>
func.func @sigmoid(%x: !v) -> !v {
  %one = arith.constant dense<1.0> : !v
  %n = arith.negf %x : !v
  %e = math.exp %n : !v
  %d = arith.addf %one, %e : !v
  %r = arith.divf %one, %d : !v
  return %r : !v
}
func.func @f(%w: tensor<8x4xf64>, %b: tensor<8xf64>, %h: !v, %c: !v, %x: !v) -> (!v, !v) {
  %hx = tensor.concat dim(0) %h, %x : (!v, !v) -> tensor<4xf64>
  %p = nd.contract "ij,j->i" %w, %hx : (tensor<8x4xf64>, tensor<4xf64>) -> tensor<8xf64>
  %g = arith.addf %p, %b : tensor<8xf64>
  %g0 = tensor.extract_slice %g[0] [2] [1] : tensor<8xf64> to !v
  %g1 = tensor.extract_slice %g[2] [2] [1] : tensor<8xf64> to !v
  %g2 = tensor.extract_slice %g[4] [2] [1] : tensor<8xf64> to !v
  %g3 = tensor.extract_slice %g[6] [2] [1] : tensor<8xf64> to !v
  %forget = func.call @sigmoid(%g0) : (!v) -> !v
  %in = func.call @sigmoid(%g1) : (!v) -> !v
  %out = func.call @sigmoid(%g2) : (!v) -> !v
  %change = math.tanh %g3 : !v
  %kept = arith.mulf %c, %forget : !v
  %new = arith.mulf %in, %change : !v
  %cell = arith.addf %kept, %new : !v
  %t = math.tanh %cell : !v
  %state = arith.mulf %out, %t : !v
  return %state, %cell : !v, !v
}
