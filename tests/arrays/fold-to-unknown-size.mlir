// The size that windows are added up to is an argument.

func.func @f(%w: tensor<?x3xf64>, %n: index) -> tensor<?xf64> {
  %x = nd.fold %w [0] window [3] stride [2] sizes(%n) : tensor<?x3xf64> to tensor<?xf64>
  %r = math.sin %x : tensor<?xf64>
  return %r : tensor<?xf64>
}
