// The value around an array is an argument, and so is how often it stands there.

func.func @f(%x: tensor<?xf64>, %v: f64, %n: index) -> tensor<?xf64> {
  %vv = arith.mulf %v, %v : f64
  %p = tensor.pad %x low[%n] high[1] {
  ^bb0(%i: index):
    tensor.yield %vv : f64
  } : tensor<?xf64> to tensor<?xf64>
  %r = math.sin %p : tensor<?xf64>
  return %r : tensor<?xf64>
}
