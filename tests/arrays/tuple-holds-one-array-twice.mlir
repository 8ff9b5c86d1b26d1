// One array is an argument by itself and twice in a tuple.

!v = tensor<2xf64>
func.func @g(%x: !v, %t: tuple<!v, !v>) -> !v {
  %a = functional.get %t[0] : tuple<!v, !v>
  %b = functional.get %t[1] : tuple<!v, !v>
  %ab = arith.mulf %a, %b : !v
  %r = arith.mulf %ab, %x : !v
  return %r : !v
}
func.func @f(%x: !v) -> !v {
  %t = functional.tuple %x, %x : !v, !v
  %r = func.call @g(%x, %t) : (!v, tuple<!v, !v>) -> !v
  return %r : !v
}
