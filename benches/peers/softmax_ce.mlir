// The cross entropy of wide logits with labels.

!z = tensor<1024x4096xf32>  // batch classes
!rows = tensor<1024xf32>  // batch

// The mean over the rows of log sum exp z - y z.
func.func @f(%z: !z, %y: !z) -> f32 {
  %c0 = arith.constant 0 : index
  %low = arith.constant 0xFF800000 : f32
  %m = nd.reduce (%a in %z : !z) from (%b = %low : f32) along [1] -> !rows {
    %c = arith.maximumf %a, %b : f32
    nd.yield %c : f32
  }
  %max = functional.stop_gradient %m : !rows
  %maxima = nd.broadcast %max [0] : !rows to !z
  %d = arith.subf %z, %maxima : !z
  %e = math.exp %d : !z
  %s = nd.sum %e [1] : !z to !rows
  %l = math.log %s : !rows
  %p = arith.mulf %d, %y : !z
  %t = nd.sum %p [1] : !z to !rows
  %each = arith.subf %l, %t : !rows
  %sum = nd.sum %each [0] : !rows to f32
  %n = tensor.dim %z, %c0 : !z
  %ni = arith.index_cast %n : index to i64
  %nf = arith.sitofp %ni : i64 to f32
  %r = arith.divf %sum, %nf : f32
  return %r : f32
}
