// A recurrent network: h' = tanh(x Wx + h Wh + b) along a sequence, then the mean square of h Wo - y.

!Wx = tensor<64x128xf32>
!Wh = tensor<128x128xf32>
!b = tensor<128xf32>
!Wo = tensor<128x10xf32>
!x = tensor<200x16x64xf32>  // time 16 64
!y = tensor<16x10xf32>
!h0 = tensor<16x128xf32>

func.func @f(%Wx: !Wx, %Wh: !Wh, %b: !b, %Wo: !Wo, %x: !x, %y: !y, %h0: !h0) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %time = tensor.dim %x, %c0 : !x
  %bs = nd.broadcast %b [1] : !b to !h0
  %h = scf.for %t = %c0 to %time step %c1 iter_args(%h = %h0) -> !h0 {
    %xt = tensor.extract_slice %x[%t, 0, 0] [1, 16, 64] [1, 1, 1] : !x to tensor<16x64xf32>
    %a = nd.contract "bi,ij->bj" %xt, %Wx : (tensor<16x64xf32>, !Wx) -> !h0
    %c = nd.contract "bi,ij->bj" %h, %Wh : (!h0, !Wh) -> !h0
    %s = arith.addf %a, %c : !h0
    %z = arith.addf %s, %bs : !h0
    %next = math.tanh %z : !h0
    scf.yield %next : !h0
  }
  %o = nd.contract "bi,ij->bj" %h, %Wo : (!h0, !Wo) -> !y
  %e = arith.subf %o, %y : !y
  %q = arith.mulf %e, %e : !y
  %s = nd.sum %q [0, 1] : !y to f32
  %count = arith.constant 160.0 : f32
  %r = arith.divf %s, %count : f32
  return %r : f32
}
