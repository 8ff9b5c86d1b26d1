// Memory that an array takes is not that of a node.
functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, f64, !functional.data<@tree>)
}
func.func @fold13(%arg0: !functional.data<@tree>, %arg1: f64) -> f64 {
  %0 = functional.match %arg0 : !functional.data<@tree> -> f64 {
  case leaf(%arg2: f64) {
    functional.yield %arg2 : f64
  }
  case node(%arg2: !functional.data<@tree>, %arg3: f64, %arg4: !functional.data<@tree>) {
    %1 = func.call @fold13(%arg2, %arg3) : (!functional.data<@tree>, f64) -> f64
    %2 = func.call @fold13(%arg4, %arg1) : (!functional.data<@tree>, f64) -> f64
    %from_elements = tensor.from_elements %2, %2, %arg1, %2 : tensor<4xf64>
    %6 = math.sin %from_elements : tensor<4xf64>
    %8 = nd.sum %6 [0] : tensor<4xf64> to f64
    %3 = arith.addf %1, %8 : f64
    functional.yield %3 : f64
  }
  }
  return %0 : f64
}
func.func @f(%arg0: f64, %arg1: f64) -> f64 {
  %from_elements = tensor.from_elements %arg0 : tensor<f64>
  %leaf = functional.construct @tree leaf(%arg0) : (f64) -> !functional.data<@tree>
  %node = functional.construct @tree node(%leaf, %arg0, %leaf) : (!functional.data<@tree>, f64, !functional.data<@tree>) -> !functional.data<@tree>
  %6 = call @fold13(%node, %arg0) : (!functional.data<@tree>, f64) -> f64
  %22 = nd.sum %from_elements [] : tensor<f64> to f64
  %7 = arith.mulf %6, %arg1 : f64
  %23 = arith.addf %7, %22 : f64
  return %23 : f64
}
