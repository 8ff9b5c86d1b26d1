// order 2
// What a tape was filled with zeros with are arrays of zeros.
functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, f64, !functional.data<@tree>)
}
func.func @fold58(%arg0: !functional.data<@tree>, %arg1: f64) -> f64 {
  %0 = functional.match %arg0 : !functional.data<@tree> -> f64 {
  case leaf(%arg2: f64) {
    %from_elements = tensor.from_elements %arg2, %arg2 : tensor<2xf64>
    %c4_i64 = arith.constant 4 : i64
    %c0_i64 = arith.constant 0 : i64
    %c1_i64 = arith.constant 1 : i64
    %1:3 = scf.while (%arg3 = %c0_i64, %arg4 = %from_elements, %arg5 = %arg1) : (i64, tensor<2xf64>, f64) -> (i64, tensor<2xf64>, f64) {
      %3 = arith.cmpi slt, %arg3, %c4_i64 : i64
      scf.condition(%3) %arg3, %arg4, %arg5 : i64, tensor<2xf64>, f64
    } do {
    ^bb0(%arg3: i64, %arg4: tensor<2xf64>, %arg5: f64):
      %3 = arith.addi %arg3, %c1_i64 : i64
      %4 = nd.scan (%arg6 in %arg4 : tensor<2xf64>) from (%arg7 = %arg2 : f64) along 0 -> tensor<2xf64> {
        %cst = arith.constant -2.500000e-01 : f64
        nd.yield %cst : f64
      }
      scf.yield %3, %4, %arg5 : i64, tensor<2xf64>, f64
    }
    %2 = nd.sum %1#1 [0] : tensor<2xf64> to f64
    functional.yield %2 : f64
  }
  case node(%arg2: !functional.data<@tree>, %arg3: f64, %arg4: !functional.data<@tree>) {
    %1 = func.call @fold58(%arg2, %arg1) : (!functional.data<@tree>, f64) -> f64
    %2 = func.call @fold58(%arg4, %1) : (!functional.data<@tree>, f64) -> f64
    functional.yield %2 : f64
  }
  }
  return %0 : f64
}
func.func @f(%arg0: f64, %arg1: f64) -> f64 {
  %0 = arith.cmpf une, %arg1, %arg1 : f64
  %leaf = functional.construct @tree leaf(%arg0) : (f64) -> !functional.data<@tree>
  %node = functional.construct @tree node(%leaf, %arg1, %leaf) : (!functional.data<@tree>, f64, !functional.data<@tree>) -> !functional.data<@tree>
  %1 = call @fold58(%node, %arg0) : (!functional.data<@tree>, f64) -> f64
  return %1 : f64
}
