// A layer is applied n times, by recursion that is no tail call.

!v = tensor<2xf64>
!m = tensor<2x2xf64>
func.func @g(%w: !m, %x: !v, %n: i64) -> !v {
  %c0 = arith.constant 0 : i64
  %c1 = arith.constant 1 : i64
  %done = arith.cmpi eq, %n, %c0 : i64
  %r = scf.if %done -> !v {
    scf.yield %x : !v
  } else {
    %k = arith.subi %n, %c1 : i64
    %y = func.call @g(%w, %x, %k) : (!m, !v, i64) -> !v
    %z = nd.contract "ij,j->i" %w, %y : (!m, !v) -> !v
    %t = math.tanh %z : !v
    %u = arith.addf %t, %x : !v
    scf.yield %u : !v
  }
  return %r : !v
}
func.func @f(%w: !m, %x: !v, %n: i64) -> !v {
  %r = func.call @g(%w, %x, %n) : (!m, !v, i64) -> !v
  return %r : !v
}
