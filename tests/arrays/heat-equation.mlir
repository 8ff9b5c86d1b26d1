// Steps of diffusion with fixed ends, by slices.

!v = tensor<6xf64>
!i = tensor<4xf64>
func.func @f(%u: !v, %k: f64) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %two = arith.constant dense<2.0> : !i
  %kb = nd.broadcast %k [] : f64 to !i
  %r = scf.for %t = %c0 to %c3 step %c1 iter_args(%x = %u) -> !v {
    %a = tensor.extract_slice %x[0] [4] [1] : !v to !i
    %b = tensor.extract_slice %x[1] [4] [1] : !v to !i
    %c = tensor.extract_slice %x[2] [4] [1] : !v to !i
    %b2 = arith.mulf %b, %two : !i
    %ac = arith.addf %a, %c : !i
    %d = arith.subf %ac, %b2 : !i
    %e = arith.mulf %d, %kb : !i
    %n = arith.addf %b, %e : !i
    %y = tensor.insert_slice %n into %x[1] [4] [1] : !i into !v
    scf.yield %y : !v
  }
  return %r : !v
}
