// Each element of a map reads an array that is captured, at its position.

!v = tensor<4xf64>
func.func @f(%x: !v, %y: !v) -> !v {
  %c3 = arith.constant 3 : index
  %r = nd.map (%a in %x : !v) -> !v {
    %i = nd.index 0
    %j = arith.subi %c3, %i : index
    %b = tensor.extract %y[%j] : !v
    %p = arith.mulf %a, %b : f64
    nd.yield %p : f64
  }
  return %r : !v
}
