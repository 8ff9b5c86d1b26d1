// How many marks there are up to each position.

func.func @f(%m: tensor<5xi1>, %x: tensor<5xf64>) -> (tensor<5xi32>, tensor<5xf64>) {
  %c0 = arith.constant 0 : i32
  %c1 = arith.constant 1 : i32
  %r = nd.scan (%a in %m : tensor<5xi1>) from (%n = %c0 : i32) along 0 -> tensor<5xi32> {
    %k = arith.addi %n, %c1 : i32
    %l = arith.select %a, %k, %n : i32
    nd.yield %l : i32
  }
  %w = arith.sitofp %r : tensor<5xi32> to tensor<5xf64>
  %y = arith.mulf %w, %x : tensor<5xf64>
  return %r, %y : tensor<5xi32>, tensor<5xf64>
}
