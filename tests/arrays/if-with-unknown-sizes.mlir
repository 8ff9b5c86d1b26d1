// Branches whose arrays have different sizes.

!v = tensor<?xf64>
func.func @f(%c: i1, %x: !v) -> !v {
  %r = scf.if %c -> !v {
    %d = tensor.concat dim(0) %x, %x : (!v, !v) -> !v
    scf.yield %d : !v
  } else {
    scf.yield %x : !v
  }
  %q = arith.mulf %r, %r : !v
  return %q : !v
}
