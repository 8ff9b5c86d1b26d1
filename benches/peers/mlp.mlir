// Two layers with relus, a third, and the cross entropy with labels.

!W1 = tensor<784x512xf32>  // in h1
!b1 = tensor<512xf32>  // h1
!W2 = tensor<512x512xf32>  // h1 h2
!b2 = tensor<512xf32>  // h2
!W3 = tensor<512x10xf32>  // h2 out
!b3 = tensor<10xf32>  // out
!x = tensor<64x784xf32>  // batch in
!y = tensor<64x10xf32>  // batch out
!h1 = tensor<64x512xf32>  // batch h1
!h2 = tensor<64x512xf32>  // batch h2
!rows = tensor<64xf32>  // batch

func.func private @relu(%x: f32) -> f32 {
  %zero = arith.constant 0.0 : f32
  %on = arith.cmpf ogt, %x, %zero : f32
  %r = arith.select %on, %x, %zero : f32
  return %r : f32
}

// The mean over the rows of log sum exp z - y z.
func.func private @cross_entropy(%z: !y, %y: !y) -> f32 {
  %c0 = arith.constant 0 : index
  %low = arith.constant 0xFF800000 : f32
  %m = nd.reduce (%a in %z : !y) from (%b = %low : f32) along [1] -> !rows {
    %c = arith.maximumf %a, %b : f32
    nd.yield %c : f32
  }
  %max = functional.stop_gradient %m : !rows
  %maxima = nd.broadcast %max [0] : !rows to !y
  %d = arith.subf %z, %maxima : !y
  %e = math.exp %d : !y
  %s = nd.sum %e [1] : !y to !rows
  %l = math.log %s : !rows
  %p = arith.mulf %d, %y : !y
  %t = nd.sum %p [1] : !y to !rows
  %each = arith.subf %l, %t : !rows
  %sum = nd.sum %each [0] : !rows to f32
  %n = tensor.dim %z, %c0 : !y
  %ni = arith.index_cast %n : index to i64
  %nf = arith.sitofp %ni : i64 to f32
  %r = arith.divf %sum, %nf : f32
  return %r : f32
}

func.func @f(%W1: !W1, %b1: !b1, %W2: !W2, %b2: !b2, %W3: !W3, %b3: !b3, %x: !x, %y: !y) -> f32 {
  %p1 = nd.contract "bi,ij->bj" %x, %W1 : (!x, !W1) -> !h1
  %b1s = nd.broadcast %b1 [1] : !b1 to !h1
  %z1 = arith.addf %p1, %b1s : !h1
  %h1 = nd.map (%a in %z1 : !h1) -> !h1 {
    %r = func.call @relu(%a) : (f32) -> f32
    nd.yield %r : f32
  }
  %p2 = nd.contract "bi,ij->bj" %h1, %W2 : (!h1, !W2) -> !h2
  %b2s = nd.broadcast %b2 [1] : !b2 to !h2
  %z2 = arith.addf %p2, %b2s : !h2
  %h2 = nd.map (%a in %z2 : !h2) -> !h2 {
    %r = func.call @relu(%a) : (f32) -> f32
    nd.yield %r : f32
  }
  %p3 = nd.contract "bi,ij->bj" %h2, %W3 : (!h2, !W3) -> !y
  %b3s = nd.broadcast %b3 [1] : !b3 to !y
  %z3 = arith.addf %p3, %b3s : !y
  %r = func.call @cross_entropy(%z3, %y) : (!y, !y) -> f32
  return %r : f32
}
