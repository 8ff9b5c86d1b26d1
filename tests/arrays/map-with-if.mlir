// Each element takes its own branch.

!v = tensor<4xf64>
func.func @f(%x: !v) -> !v {
  %z = arith.constant 0.0 : f64
  %r = nd.map (%a in %x : !v) -> !v {
    %c = arith.cmpf ogt, %a, %z : f64
    %p = scf.if %c -> f64 {
      %l = math.log %a : f64
      scf.yield %l : f64
    } else {
      %q = arith.mulf %a, %a : f64
      scf.yield %q : f64
    }
    nd.yield %p : f64
  }
  return %r : !v
}
