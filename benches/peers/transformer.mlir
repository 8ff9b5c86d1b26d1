// A block of a transformer, normalised before attention and before the network, times an array; the mean of that.

!x = tensor<4x128x256xf32>  // batch time d
!g1 = tensor<256xf32>  // d
!Wqkv = tensor<256x768xf32>  // d qkv
!Wo = tensor<256x256xf32>  // d d
!W1 = tensor<256x1024xf32>  // d wide
!b1 = tensor<1024xf32>  // wide
!W2 = tensor<1024x256xf32>  // wide d
!rows = tensor<4x128xf32>  // batch time
!qkv = tensor<4x128x768xf32>  // batch time qkv
!all = tensor<4x128x3x4x64xf32>  // batch time 3 heads each
!heads = tensor<4x128x4x64xf32>  // batch time heads each
!scores = tensor<4x4x128x128xf32>  // batch heads time time
!score = tensor<4x4x128xf32>  // batch heads time
!wide = tensor<4x128x1024xf32>  // batch time wide

// (x - mean) / sqrt(variance + 1e-5), scaled and moved.
func.func private @normalise(%x: !x, %g: !g1, %b: !g1) -> !x {
  %c2 = arith.constant 2 : index
  %small = arith.constant 1.0e-5 : f32
  %one = arith.constant 1.0 : f32
  %n = tensor.dim %x, %c2 : !x
  %ni = arith.index_cast %n : index to i64
  %nf = arith.sitofp %ni : i64 to f32
  %sum = nd.sum %x [2] : !x to !rows
  %ns = nd.broadcast %nf [] : f32 to !rows
  %mean = arith.divf %sum, %ns : !rows
  %means = nd.broadcast %mean [0, 1] : !rows to !x
  %d = arith.subf %x, %means : !x
  %d2 = arith.mulf %d, %d : !x
  %sum2 = nd.sum %d2 [2] : !x to !rows
  %scale = nd.map (%s in %sum2 : !rows) -> !rows {
    %v = arith.divf %s, %nf : f32
    %w = arith.addf %v, %small : f32
    %root = math.sqrt %w : f32
    %r = arith.divf %one, %root : f32
    nd.yield %r : f32
  }
  %scales = nd.broadcast %scale [0, 1] : !rows to !x
  %gs = nd.broadcast %g [2] : !g1 to !x
  %bs = nd.broadcast %b [2] : !g1 to !x
  %p = arith.mulf %d, %scales : !x
  %q = arith.mulf %p, %gs : !x
  %r = arith.addf %q, %bs : !x
  return %r : !x
}

func.func private @softmax(%x: !scores) -> !scores {
  %low = arith.constant 0xFF800000 : f32
  %m = nd.reduce (%a in %x : !scores) from (%b = %low : f32) along [3] -> !score {
    %c = arith.maximumf %a, %b : f32
    nd.yield %c : f32
  }
  %max = functional.stop_gradient %m : !score
  %maxima = nd.broadcast %max [0, 1, 2] : !score to !scores
  %d = arith.subf %x, %maxima : !scores
  %e = math.exp %d : !scores
  %s = nd.sum %e [3] : !scores to !score
  %sums = nd.broadcast %s [0, 1, 2] : !score to !scores
  %r = arith.divf %e, %sums : !scores
  return %r : !scores
}

// By the usual approximation with tanh.
func.func private @gelu(%x: f32) -> f32 {
  %half = arith.constant 0.5 : f32
  %one = arith.constant 1.0 : f32
  %a = arith.constant 0.044715 : f32
  %b = arith.constant 0.7978845608028654 : f32
  %x2 = arith.mulf %x, %x : f32
  %x3 = arith.mulf %x2, %x : f32
  %ax3 = arith.mulf %a, %x3 : f32
  %s = arith.addf %x, %ax3 : f32
  %z = arith.mulf %b, %s : f32
  %t = math.tanh %z : f32
  %u = arith.addf %one, %t : f32
  %h = arith.mulf %half, %x : f32
  %r = arith.mulf %h, %u : f32
  return %r : f32
}

func.func @f(%x: !x, %g1: !g1, %be1: !g1, %Wqkv: !Wqkv, %Wo: !Wo, %g2: !g1, %be2: !g1, %W1: !W1, %b1: !b1, %W2: !W2, %b2: !g1, %cot: !x) -> f32 {
  %n1 = func.call @normalise(%x, %g1, %be1) : (!x, !g1, !g1) -> !x
  %p = nd.contract "bti,ij->btj" %n1, %Wqkv : (!x, !Wqkv) -> !qkv
  %all = nd.reshape %p : !qkv to !all
  %i0 = arith.constant 0 : index
  %i1 = arith.constant 1 : index
  %i2 = arith.constant 2 : index
  %q = nd.gather %all[%i0] along [2] : !all[index] to !heads
  %k = nd.gather %all[%i1] along [2] : !all[index] to !heads
  %v = nd.gather %all[%i2] along [2] : !all[index] to !heads
  %qk = nd.contract "bthe,bshe->bhts" %q, %k : (!heads, !heads) -> !scores
  %c3 = arith.constant 3 : index
  %each = tensor.dim %q, %c3 : !heads
  %ei = arith.index_cast %each : index to i64
  %ef = arith.sitofp %ei : i64 to f32
  %root = math.sqrt %ef : f32
  %roots = nd.broadcast %root [] : f32 to !scores
  %scaled = arith.divf %qk, %roots : !scores
  %weights = func.call @softmax(%scaled) : (!scores) -> !scores
  %mixed = nd.contract "bhts,bshe->bthe" %weights, %v : (!scores, !heads) -> !heads
  %a = nd.reshape %mixed : !heads to !x
  %o = nd.contract "bti,ij->btj" %a, %Wo : (!x, !Wo) -> !x
  %x1 = arith.addf %x, %o : !x
  %n2 = func.call @normalise(%x1, %g2, %be2) : (!x, !g1, !g1) -> !x
  %u = nd.contract "bti,ij->btj" %n2, %W1 : (!x, !W1) -> !wide
  %b1s = nd.broadcast %b1 [2] : !b1 to !wide
  %ub = arith.addf %u, %b1s : !wide
  %h = nd.map (%e in %ub : !wide) -> !wide {
    %r = func.call @gelu(%e) : (f32) -> f32
    nd.yield %r : f32
  }
  %w = nd.contract "bti,ij->btj" %h, %W2 : (!wide, !W2) -> !x
  %b2s = nd.broadcast %b2 [2] : !g1 to !x
  %wb = arith.addf %w, %b2s : !x
  %x2 = arith.addf %x1, %wb : !x
  %y = arith.mulf %x2, %cot : !x
  %sum = nd.sum %y [0, 1, 2] : !x to f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %batch = tensor.dim %x, %c0 : !x
  %time = tensor.dim %x, %c1 : !x
  %d = tensor.dim %x, %c2 : !x
  %rows = arith.muli %batch, %time : index
  %count = arith.muli %rows, %d : index
  %ci = arith.index_cast %count : index to i64
  %cf = arith.sitofp %ci : i64 to f32
  %r = arith.divf %sum, %cf : f32
  return %r : f32
}
