// An array of truth values is an argument.

!v = tensor<?xf64>
func.func @f(%m: tensor<?xi1>, %x: !v) -> !v {
  %e = math.exp %x : !v
  %r = arith.select %m, %e, %x : tensor<?xi1>, !v
  return %r : !v
}
