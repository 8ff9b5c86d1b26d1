// An array of scalars, of which one stands twice.

func.func @f(%a: f64, %b: f64) -> tensor<2x2xf64> {
  %p = arith.mulf %a, %b : f64
  %m = tensor.from_elements %a, %b, %p, %a : tensor<2x2xf64>
  %r = math.sin %m : tensor<2x2xf64>
  return %r : tensor<2x2xf64>
}
