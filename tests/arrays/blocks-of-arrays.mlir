// Blocks with arrays as arguments.

!v = tensor<3xf64>
func.func @f(%c: i1, %x: !v) -> !v {
  cf.cond_br %c, ^one(%x : !v), ^two(%x : !v)
^one(%a: !v):
  %s = math.sin %a : !v
  cf.br ^two(%s : !v)
^two(%b: !v):
  %r = arith.mulf %b, %x : !v
  return %r : !v
}
