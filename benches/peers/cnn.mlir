// Two convolutions with relus, the second of stride 2, a dense layer, and the cross entropy with labels.

!K1 = tensor<16x1x3x3xf32>
!c1 = tensor<16xf32>
!K2 = tensor<32x16x3x3xf32>
!c2 = tensor<32xf32>
!W = tensor<4608x10xf32>
!b = tensor<10xf32>
!x = tensor<32x1x28x28xf32>  // batch 1 28 28
!y = tensor<32x10xf32>  // batch 10
!windows1 = tensor<32x1x26x26x3x3xf32>  // batch 1 26 26 3 3
!h1 = tensor<32x16x26x26xf32>  // batch 16 26 26
!windows2 = tensor<32x16x12x12x3x3xf32>  // batch 16 12 12 3 3
!h2 = tensor<32x32x12x12xf32>  // batch 32 12 12
!flat = tensor<32x4608xf32>  // batch 4608
!rows = tensor<32xf32>  // batch

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

func.func @f(%K1: !K1, %c1: !c1, %K2: !K2, %c2: !c2, %W: !W, %b: !b, %x: !x, %y: !y) -> f32 {
  %w1 = nd.unfold %x [2, 3] window [3, 3] : !x to !windows1
  %z1 = nd.contract "bcxyuv,ocuv->boxy" %w1, %K1 : (!windows1, !K1) -> !h1
  %c1s = nd.broadcast %c1 [1] : !c1 to !h1
  %s1 = arith.addf %z1, %c1s : !h1
  %h1 = nd.map (%a in %s1 : !h1) -> !h1 {
    %r = func.call @relu(%a) : (f32) -> f32
    nd.yield %r : f32
  }
  %w2 = nd.unfold %h1 [2, 3] window [3, 3] stride [2, 2] : !h1 to !windows2
  %z2 = nd.contract "bcxyuv,ocuv->boxy" %w2, %K2 : (!windows2, !K2) -> !h2
  %c2s = nd.broadcast %c2 [1] : !c2 to !h2
  %s2 = arith.addf %z2, %c2s : !h2
  %h2 = nd.map (%a in %s2 : !h2) -> !h2 {
    %r = func.call @relu(%a) : (f32) -> f32
    nd.yield %r : f32
  }
  %flat = nd.reshape %h2 : !h2 to !flat
  %z3 = nd.contract "bi,ij->bj" %flat, %W : (!flat, !W) -> !y
  %bs = nd.broadcast %b [1] : !b to !y
  %z = arith.addf %z3, %bs : !y
  %r = func.call @cross_entropy(%z, %y) : (!y, !y) -> f32
  return %r : f32
}
