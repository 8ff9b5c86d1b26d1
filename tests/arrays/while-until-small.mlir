// A loop whose end depends on the values.

!v = tensor<3xf64>
func.func @f(%x: !v) -> !v {
  %half = arith.constant dense<0.5> : !v
  %one = arith.constant 1.0 : f64
  %r = scf.while (%y = %x) : (!v) -> !v {
    %s = nd.contract "i,i->" %y, %y : (!v, !v) -> f64
    %c = arith.cmpf ogt, %s, %one : f64
    scf.condition(%c) %y : !v
  } do {
  ^bb0(%y: !v):
    %h = arith.mulf %y, %half : !v
    %z = arith.mulf %h, %x : !v
    scf.yield %z : !v
  }
  return %r : !v
}
