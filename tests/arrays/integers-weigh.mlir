// Integers become floats, and weigh.

!v = tensor<3xf64>
func.func @f(%n: tensor<3xi32>, %x: !v) -> !v {
  %two = arith.constant dense<2> : tensor<3xi32>
  %m = arith.muli %n, %two : tensor<3xi32>
  %w = arith.sitofp %m : tensor<3xi32> to !v
  %r = arith.mulf %w, %x : !v
  return %r : !v
}
