// A table of products of positions, scaled.

func.func @f(%s: f64, %n: index) -> tensor<?x3xf64> {
  %r = nd.map () sizes(%n) -> tensor<?x3xf64> {
    %i = nd.index 0
    %j = nd.index 1
    %k = arith.muli %i, %j : index
    %l = arith.index_cast %k : index to i64
    %x = arith.sitofp %l : i64 to f64
    %p = arith.mulf %x, %s : f64
    %e = math.sin %p : f64
    nd.yield %e : f64
  }
  return %r : tensor<?x3xf64>
}
