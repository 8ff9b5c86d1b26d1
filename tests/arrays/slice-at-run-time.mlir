// Offset and size are arguments.

func.func @f(%x: tensor<?xf64>, %o: index, %n: index) -> tensor<?xf64> {
  %a = tensor.extract_slice %x[%o] [%n] [1] : tensor<?xf64> to tensor<?xf64>
  %r = math.exp %a : tensor<?xf64>
  return %r : tensor<?xf64>
}
