// Quotients, remainders and shifts of integers.

!i = tensor<4xi64>
func.func @f(%a: !i, %b: !i) -> (!i, !i, !i) {
  %q = arith.divsi %a, %b : !i
  %s = arith.remsi %a, %b : !i
  %c = arith.constant dense<2> : !i
  %t = arith.shli %a, %c : !i
  %u = arith.maxsi %t, %b : !i
  return %q, %s, %u : !i, !i, !i
}
