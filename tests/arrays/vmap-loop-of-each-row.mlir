// A loop with a condition in each lane: y = sin(x * y) for each x of a row.
func.func @f(%a: tensor<2x3xf64>, %b: tensor<2xf64>) -> tensor<2xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %one = functional.lambda (%x: tensor<3xf64>, %y: f64) -> f64 {
    %r:2 = scf.while (%i = %c0, %z = %y) : (index, f64) -> (index, f64) {
      %more = arith.cmpi ult, %i, %c3 : index
      scf.condition(%more) %i, %z : index, f64
    } do {
    ^bb0(%i: index, %z: f64):
      %e = tensor.extract %x[%i] : tensor<3xf64>
      %p = arith.mulf %e, %z : f64
      %q = math.sin %p : f64
      %n = arith.addi %i, %c1 : index
      scf.yield %n, %q : index, f64
    }
    functional.return %r#1 : f64
  }
  %all = functional.vmap %one in [0, 0] out [0] : !functional.fn<(tensor<3xf64>, f64) -> f64>
    to !functional.fn<(tensor<2x3xf64>, tensor<2xf64>) -> tensor<2xf64>>
  %r = functional.apply %all(%a, %b) : !functional.fn<(tensor<2x3xf64>, tensor<2xf64>) -> tensor<2xf64>>
  return %r : tensor<2xf64>
}
