// One result of a map does not depend on anything that varies.

!v = tensor<3xf64>
func.func @f(%x: !v, %n: tensor<3xi64>) -> (!v, tensor<3xi64>) {
  %c1 = arith.constant 1 : i64
  %r:2 = nd.map (%a in %x : !v, %k in %n : tensor<3xi64>) -> (!v, tensor<3xi64>) {
    %p = arith.mulf %a, %a : f64
    %l = arith.addi %k, %c1 : i64
    nd.yield %p, %l : f64, i64
  }
  return %r#0, %r#1 : !v, tensor<3xi64>
}
