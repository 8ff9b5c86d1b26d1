// Square roots, cube roots and reciprocal square roots.

!v = tensor<4xf64>
func.func @f(%x: !v) -> !v {
  %a = math.sqrt %x : !v
  %b = math.cbrt %x : !v
  %c = math.rsqrt %x : !v
  %ab = arith.mulf %a, %b : !v
  %r = arith.addf %ab, %c : !v
  return %r : !v
}
