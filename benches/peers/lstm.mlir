// A long short-term memory whose gates are diagonal, as ADBench has it: two layers along a sequence, each of whose steps predicts the
// next one.

!main = tensor<2x8x14xf64>
!extra = tensor<3x14xf64>
!state = tensor<2x2x14xf64>
!seq = tensor<1024x14xf64>  // time 14
!v = tensor<14xf64>

func.func private @sigmoid(%x: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %n = arith.negf %x : f64
  %e = math.exp %n : f64
  %d = arith.addf %one, %e : f64
  %r = arith.divf %one, %d : f64
  return %r : f64
}

// The sigmoid of x w + b.
func.func private @gate(%x: !v, %w: !v, %b: !v) -> !v {
  %r = nd.map (%xi in %x : !v, %wi in %w : !v, %bi in %b : !v) -> !v {
    %p = arith.mulf %xi, %wi : f64
    %s = arith.addf %p, %bi : f64
    %g = func.call @sigmoid(%s) : (f64) -> f64
    nd.yield %g : f64
  }
  return %r : !v
}

// A layer: its parameters, its input, its output and its memory before; then the latter two after.
func.func private @layer(%main: !main, %layer: index, %x: !v, %h: !v, %c: !v) -> (!v, !v) {
  %w0 = tensor.extract_slice %main[%layer, 0, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %w1 = tensor.extract_slice %main[%layer, 1, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %w2 = tensor.extract_slice %main[%layer, 2, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %w3 = tensor.extract_slice %main[%layer, 3, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %b0 = tensor.extract_slice %main[%layer, 4, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %b1 = tensor.extract_slice %main[%layer, 5, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %b2 = tensor.extract_slice %main[%layer, 6, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %b3 = tensor.extract_slice %main[%layer, 7, 0] [1, 1, 14] [1, 1, 1] : !main to !v
  %forget = func.call @gate(%x, %w0, %b0) : (!v, !v, !v) -> !v
  %in = func.call @gate(%h, %w1, %b1) : (!v, !v, !v) -> !v
  %out = func.call @gate(%x, %w2, %b2) : (!v, !v, !v) -> !v
  %hw = arith.mulf %h, %w3 : !v
  %hb = arith.addf %hw, %b3 : !v
  %change = math.tanh %hb : !v
  %kept = arith.mulf %c, %forget : !v
  %new = arith.mulf %in, %change : !v
  %memory = arith.addf %kept, %new : !v
  %t = math.tanh %memory : !v
  %output = arith.mulf %out, %t : !v
  return %output, %memory : !v, !v
}

// The sum of gold (y - log(2 + sum exp y)).
func.func private @score(%y: !v, %gold: !v) -> f64 {
  %two = arith.constant 2.0 : f64
  %e = math.exp %y : !v
  %s = nd.sum %e [0] : !v to f64
  %s2 = arith.addf %s, %two : f64
  %l = math.log %s2 : f64
  %ls = nd.broadcast %l [] : f64 to !v
  %d = arith.subf %y, %ls : !v
  %p = arith.mulf %gold, %d : !v
  %r = nd.sum %p [0] : !v to f64
  return %r : f64
}

func.func @f(%main: !main, %extra: !extra, %state: !state, %seq: !seq) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %e0 = tensor.extract_slice %extra[0, 0] [1, 14] [1, 1] : !extra to !v
  %e1 = tensor.extract_slice %extra[1, 0] [1, 14] [1, 1] : !extra to !v
  %e2 = tensor.extract_slice %extra[2, 0] [1, 14] [1, 1] : !extra to !v
  %h0 = tensor.extract_slice %state[0, 0, 0] [1, 1, 14] [1, 1, 1] : !state to !v
  %m0 = tensor.extract_slice %state[0, 1, 0] [1, 1, 14] [1, 1, 1] : !state to !v
  %h1 = tensor.extract_slice %state[1, 0, 0] [1, 1, 14] [1, 1, 1] : !state to !v
  %m1 = tensor.extract_slice %state[1, 1, 0] [1, 1, 14] [1, 1, 1] : !state to !v
  %time = tensor.dim %seq, %c0 : !seq
  %steps = arith.subi %time, %c1 : index
  %end:5 = scf.for %t = %c0 to %steps step %c1
      iter_args(%ha = %h0, %ma = %m0, %hb = %h1, %mb = %m1, %total = %zero) -> (!v, !v, !v, !v, f64) {
    %next = arith.addi %t, %c1 : index
    %input = tensor.extract_slice %seq[%t, 0] [1, 14] [1, 1] : !seq to !v
    %gold = tensor.extract_slice %seq[%next, 0] [1, 14] [1, 1] : !seq to !v
    %x = arith.mulf %input, %e0 : !v
    %ha2, %ma2 = func.call @layer(%main, %c0, %x, %ha, %ma) : (!main, index, !v, !v, !v) -> (!v, !v)
    %hb2, %mb2 = func.call @layer(%main, %c1, %ha2, %hb, %mb) : (!main, index, !v, !v, !v) -> (!v, !v)
    %yw = arith.mulf %hb2, %e1 : !v
    %y = arith.addf %yw, %e2 : !v
    %s = func.call @score(%y, %gold) : (!v, !v) -> f64
    %sum = arith.addf %total, %s : f64
    scf.yield %ha2, %ma2, %hb2, %mb2, %sum : !v, !v, !v, !v, f64
  }
  %width = arith.constant 14.0 : f64
  %ni = arith.index_cast %steps : index to i64
  %nf = arith.sitofp %ni : i64 to f64
  %all = arith.mulf %nf, %width : f64
  %mean = arith.divf %end#4, %all : f64
  %r = arith.negf %mean : f64
  return %r : f64
}
