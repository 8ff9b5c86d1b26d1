// The exponent's bits say which squares are multiplied.

!m = tensor<2x2xf64>
func.func @f(%x: !m, %n: i64) -> !m {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %id = arith.constant dense<[[1.0, 0.0], [0.0, 1.0]]> : !m
  %r:3 = scf.while (%p = %id, %s = %x, %k = %n) : (!m, !m, i64) -> (!m, !m, i64) {
    %c = arith.cmpi sgt, %k, %c0 : i64
    scf.condition(%c) %p, %s, %k : !m, !m, i64
  } do {
  ^bb0(%p: !m, %s: !m, %k: i64):
    %bit = arith.andi %k, %c1 : i64
    %odd = arith.cmpi eq, %bit, %c1 : i64
    %q = scf.if %odd -> !m {
      %t = nd.contract "ij,jk->ik" %p, %s : (!m, !m) -> !m
      scf.yield %t : !m
    } else {
      scf.yield %p : !m
    }
    %ss = nd.contract "ij,jk->ik" %s, %s : (!m, !m) -> !m
    %h = arith.shrui %k, %c1 : i64
    scf.yield %q, %ss, %h : !m, !m, i64
  }
  return %r#0 : !m
}
