// Two equal maxima share evenly.

func.func @f(%x: tensor<3xf64>) -> f64 {
  %low = arith.constant 0xFFF0000000000000 : f64
  %r = nd.reduce (%a in %x : tensor<3xf64>) from (%m = %low : f64) along [0] -> f64 {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  return %r : f64
}
