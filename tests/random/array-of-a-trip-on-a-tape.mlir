// What a loop pushes to a tape is made in each trip.
func.func @f(%x: f64, %y: f64) -> f64 {
  %a = tensor.from_elements %y, %x : tensor<2xf64>
  %b = math.sin %a : tensor<2xf64>
  %c4_i64 = arith.constant 3 : i64
  %c0_i64 = arith.constant 0 : i64
  %c1_i64 = arith.constant 1 : i64
  %11:2 = scf.while (%n = %c0_i64, %c = %a) : (i64, tensor<2xf64>) -> (i64, tensor<2xf64>) {
    %13 = arith.cmpi slt, %n, %c4_i64 : i64
    scf.condition(%13) %n, %c : i64, tensor<2xf64>
  } do {
  ^bb0(%n: i64, %c: tensor<2xf64>):
    %13 = arith.addi %n, %c1_i64 : i64
    %14 = arith.mulf %c, %b : tensor<2xf64>
    %15 = math.atan %14 : tensor<2xf64>
    scf.yield %13, %15 : i64, tensor<2xf64>
  }
  %12 = nd.sum %11#1 [0] : tensor<2xf64> to f64
  return %12 : f64
}
