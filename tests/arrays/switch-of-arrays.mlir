// One of three functions.

!v = tensor<3xf64>
func.func @f(%k: index, %x: !v) -> !v {
  %r = scf.index_switch %k -> !v
  case 0 {
    scf.yield %x : !v
  }
  case 2 {
    %e = math.exp %x : !v
    scf.yield %e : !v
  }
  default {
    %s = math.sin %x : !v
    scf.yield %s : !v
  }
  return %r : !v
}
