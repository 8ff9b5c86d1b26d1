// Newton's steps for each element, by a derivative in the program.

!v = tensor<3xf64>
!f = !functional.fn<(f64) -> f64>
func.func @f(%x: !v) -> !v {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %one = arith.constant 1.0 : f64
  %r = nd.map (%a in %x : !v) -> !v {
    %g = functional.lambda (%y: f64) -> f64 {
      %q = arith.mulf %y, %y : f64
      %d = arith.subf %q, %a : f64
      functional.return %d : f64
    }
    %dg = functional.grad %g : !f
    %root = scf.for %i = %c0 to %c3 step %c1 iter_args(%y = %one) -> f64 {
      %u = functional.apply %g(%y) : !f
      %v = functional.apply %dg(%y) : !f
      %s = arith.divf %u, %v : f64
      %z = arith.subf %y, %s : f64
      scf.yield %z : f64
    }
    nd.yield %root : f64
  }
  return %r : !v
}
