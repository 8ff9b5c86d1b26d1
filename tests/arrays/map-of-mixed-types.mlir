// Elements of f64, f32, i32 and i1 together.

func.func @f(%x: tensor<3xf64>, %y: tensor<3xf32>, %n: tensor<3xi32>, %m: tensor<3xi1>) -> tensor<3xf64> {
  %r = nd.map (%a in %x : tensor<3xf64>, %b in %y : tensor<3xf32>, %k in %n : tensor<3xi32>, %c in %m : tensor<3xi1>) -> tensor<3xf64> {
    %w = arith.extf %b : f32 to f64
    %s = arith.sitofp %k : i32 to f64
    %p = arith.mulf %a, %w : f64
    %q = arith.mulf %w, %s : f64
    %t = arith.select %c, %p, %q : f64
    nd.yield %t : f64
  }
  return %r : tensor<3xf64>
}
