// A recursive network over a binary tree. Nodes have numbers: leaves those of the rows of E, inner nodes those behind; of each inner
// node `kids` tells the two below, and the last one is the root. A leaf's state is its row, that of an inner node
// tanh(left Wl + right Wr + b); the result is the root's state times c.

!Wl = tensor<64x64xf32>  // h h
!b = tensor<64xf32>  // h
!E = tensor<256x64xf32>  // leaves h
!kids = tensor<255x2xi64>  // inner 2

func.func private @state(%Wl: !Wl, %Wr: !Wl, %b: !b, %E: !E, %kids: !kids, %node: index) -> !b {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %leaves = tensor.dim %E, %c0 : !E
  %is.leaf = arith.cmpi ult, %node, %leaves : index
  %r = scf.if %is.leaf -> !b {
    %row = nd.gather %E[%node] along [0] : !E[index] to !b
    scf.yield %row : !b
  } else {
    %inner = arith.subi %node, %leaves : index
    %left.number = tensor.extract %kids[%inner, %c0] : !kids
    %right.number = tensor.extract %kids[%inner, %c1] : !kids
    %left = arith.index_cast %left.number : i64 to index
    %right = arith.index_cast %right.number : i64 to index
    %l = func.call @state(%Wl, %Wr, %b, %E, %kids, %left) : (!Wl, !Wl, !b, !E, !kids, index) -> !b
    %r = func.call @state(%Wl, %Wr, %b, %E, %kids, %right) : (!Wl, !Wl, !b, !E, !kids, index) -> !b
    %lw = nd.contract "i,ij->j" %l, %Wl : (!b, !Wl) -> !b
    %rw = nd.contract "i,ij->j" %r, %Wr : (!b, !Wl) -> !b
    %s = arith.addf %lw, %rw : !b
    %z = arith.addf %s, %b : !b
    %h = math.tanh %z : !b
    scf.yield %h : !b
  }
  return %r : !b
}

func.func @f(%Wl: !Wl, %Wr: !Wl, %b: !b, %E: !E, %kids: !kids, %c: !b) -> f32 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %leaves = tensor.dim %E, %c0 : !E
  %inner = tensor.dim %kids, %c0 : !kids
  %all = arith.addi %leaves, %inner : index
  %root = arith.subi %all, %c1 : index
  %h = func.call @state(%Wl, %Wr, %b, %E, %kids, %root) : (!Wl, !Wl, !b, !E, !kids, index) -> !b
  %r = nd.contract "i,i->" %h, %c : (!b, !b) -> f32
  return %r : f32
}
