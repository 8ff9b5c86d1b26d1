// An array and a counter are carried.

!v = tensor<2xf64>
func.func @f(%x: !v, %n: i64) -> (!v, i64) {
  %c1 = arith.constant 1 : i64
  %z = arith.constant 0 : i64
  %r:2 = scf.while (%y = %x, %k = %z) : (!v, i64) -> (!v, i64) {
    %c = arith.cmpi slt, %k, %n : i64
    scf.condition(%c) %y, %k : !v, i64
  } do {
  ^bb0(%y: !v, %k: i64):
    %s = math.sin %y : !v
    %t = arith.addf %s, %x : !v
    %l = arith.addi %k, %c1 : i64
    scf.yield %t, %l : !v, i64
  }
  return %r#0, %r#1 : !v, i64
}
