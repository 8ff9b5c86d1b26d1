// Back to front along both dimensions of unknown size.

!m = tensor<?x?xf64>
func.func @f(%x: !m) -> !m {
  %s = math.exp %x : !m
  %r = nd.reverse %s [0, 1] : !m
  return %r : !m
}
