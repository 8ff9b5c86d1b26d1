// tensor.generate with a captured scalar.

func.func @f(%a: f64, %n: index) -> tensor<?xf64> {
  %r = tensor.generate %n {
  ^bb0(%i: index):
    %k = arith.index_cast %i : index to i64
    %x = arith.sitofp %k : i64 to f64
    %p = arith.mulf %x, %a : f64
    %s = math.sin %p : f64
    tensor.yield %s : f64
  } : tensor<?xf64>
  return %r : tensor<?xf64>
}
