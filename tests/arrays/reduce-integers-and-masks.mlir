// Any, all, and the greatest integer.

func.func @f(%m: tensor<2x3xi1>, %n: tensor<3xi32>) -> (tensor<2xi1>, i1, i32) {
  %true = arith.constant true
  %false = arith.constant false
  %low = arith.constant -100 : i32
  %a = nd.reduce (%b in %m : tensor<2x3xi1>) from (%p = %true : i1) along [1] -> tensor<2xi1> {
    %q = arith.andi %b, %p : i1
    nd.yield %q : i1
  }
  %o = nd.reduce (%b in %m : tensor<2x3xi1>) from (%p = %false : i1) along [0, 1] -> i1 {
    %q = arith.ori %b, %p : i1
    nd.yield %q : i1
  }
  %g = nd.reduce (%b in %n : tensor<3xi32>) from (%p = %low : i32) along [0] -> i32 {
    %q = arith.maxsi %b, %p : i32
    nd.yield %q : i32
  }
  return %a, %o, %g : tensor<2xi1>, i1, i32
}
