func.func @trips(%x: tensor<128xf64>, %n: index) -> tensor<128xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %h = arith.constant 0.5 : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> tensor<128xf64> {
    %z = nd.scan (%a in %y : tensor<128xf64>) from (%s = %h : f64) along 0 -> tensor<128xf64> {
      %u = arith.addf %a, %s : f64
      %v = arith.mulf %u, %h : f64
      nd.yield %v : f64
    }
    %k = nd.reverse %z [0] : tensor<128xf64>
    %m = arith.addf %z, %k : tensor<128xf64>
    %w = arith.mulf %m, %y : tensor<128xf64>
    %e = math.tanh %w : tensor<128xf64>
    scf.yield %e : tensor<128xf64>
  }
  return %r : tensor<128xf64>
}
func.func @swaps(%n: index, %x: tensor<2xf64>, %y: tensor<2xf64>) -> (tensor<2xf64>, tensor<2xf64>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (tensor<2xf64>, tensor<2xf64>) {
    %e = tensor.extract %a[%c0] : tensor<2xf64>
    %f = arith.addf %e, %e : f64
    %u = tensor.insert %f into %a[%c1] : tensor<2xf64>
    scf.yield %b, %u : tensor<2xf64>, tensor<2xf64>
  }
  return %r#0, %r#1 : tensor<2xf64>, tensor<2xf64>
}
func.func @sum(%x: tensor<128xf64>, %n: index) -> f64 {
  %r = func.call @trips(%x, %n) : (tensor<128xf64>, index) -> tensor<128xf64>
  %s = nd.sum %r [0] : tensor<128xf64> to f64
  return %s : f64
}
