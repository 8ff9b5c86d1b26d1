// A match within a match that moved into branches was looked at after it was gone.
functional.data @tree {
  leaf(f64)
  node(!functional.data<@tree>, f64, !functional.data<@tree>)
}
func.func @fold29(%arg0: !functional.data<@tree>, %arg1: f64) -> f64 {
  %0 = functional.match %arg0 : !functional.data<@tree> -> f64 {
  case leaf(%arg2: f64) {
    functional.yield %arg1 : f64
  }
  case node(%arg2: !functional.data<@tree>, %arg3: f64, %arg4: !functional.data<@tree>) {
    %1 = func.call @fold29(%arg4, %arg1) : (!functional.data<@tree>, f64) -> f64
    %2 = math.asinh %1 : f64
    functional.yield %2 : f64
  }
  }
  return %0 : f64
}
func.func @f(%arg0: f64, %arg1: f64) -> f64 {
  %lambda = functional.lambda (%arg2: f64) -> f64 {
    %leaf = functional.construct @tree leaf(%arg2) : (f64) -> !functional.data<@tree>
    %1 = func.call @fold29(%leaf, %arg2) : (!functional.data<@tree>, f64) -> f64
    %2 = arith.minimumf %1, %arg2 : f64
    functional.return %2 : f64
  }
  %0 = functional.apply %lambda(%arg1) : !functional.fn<(f64) -> f64>
  return %0 : f64
}
