func.func @quad(%x: tensor<?xf64>) -> f64 {
  %y = arith.mulf %x, %x : tensor<?xf64>
  %s = nd.sum %y [0] : tensor<?xf64> to f64
  return %s : f64
}
func.func @mlp(%w: tensor<2x3xf64>, %x: tensor<3x2xf64>, %b: tensor<2xf64>) -> f64 {
  %y = nd.contract "ij,jk->ik" %w, %x : (tensor<2x3xf64>, tensor<3x2xf64>) -> tensor<2x2xf64>
  %c = nd.broadcast %b [0] : tensor<2xf64> to tensor<2x2xf64>
  %z = arith.addf %y, %c : tensor<2x2xf64>
  %t = math.tanh %z : tensor<2x2xf64>
  %s = nd.sum %t [0, 1] : tensor<2x2xf64> to f64
  return %s : f64
}
func.func @lam(%x: tensor<3xf64>, %k: f64, %w: tensor<2xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %y = nd.map (%a in %x : tensor<3xf64>) -> tensor<3xf64> {
    %e = tensor.extract %w[%c0] : tensor<2xf64>
    %b = arith.mulf %a, %k : f64
    %c = math.sin %b : f64
    %d = arith.mulf %c, %e : f64
    nd.yield %d : f64
  }
  %s = nd.sum %y [0] : tensor<3xf64> to f64
  return %s : f64
}
func.func @loop(%x: tensor<2xf64>, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%y = %x) -> tensor<2xf64> {
    %z = arith.mulf %y, %x : tensor<2xf64>
    scf.yield %z : tensor<2xf64>
  }
  %s = nd.sum %r [0] : tensor<2xf64> to f64
  return %s : f64
}
func.func @read(%x: tensor<?xf64>) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %z = arith.constant 0.0 : f64
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %z) -> f64 {
    %e = tensor.extract %x[%i] : tensor<?xf64>
    %q = arith.mulf %e, %e : f64
    %t = arith.addf %s, %q : f64
    scf.yield %t : f64
  }
  return %r : f64
}
func.func @maxsort(%x: tensor<4xf64>) -> f64 {
  %low = arith.constant 0xFFF0000000000000 : f64
  %m = nd.reduce (%a in %x : tensor<4xf64>) from (%m = %low : f64) along [0] -> f64 {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  %s = nd.sort %x along 0 : tensor<4xf64>
  %w = arith.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf64>
  %p = nd.contract "i,i->" %s, %w : (tensor<4xf64>, tensor<4xf64>) -> f64
  %r = arith.addf %m, %p : f64
  return %r : f64
}
func.func @prod(%x: tensor<4xf64>) -> f64 {
  %one = arith.constant 1.0 : f64
  %m = nd.scan (%a in %x : tensor<4xf64>) from (%m = %one : f64) along 0 -> tensor<4xf64> {
    %n = arith.mulf %a, %m : f64
    nd.yield %n : f64
  }
  %s = nd.sum %m [0] : tensor<4xf64> to f64
  return %s : f64
}
functional.data @tree { leaf(tensor<2xf64>) node(!functional.data<@tree>, !functional.data<@tree>) }
func.func private @sums(%t: !functional.data<@tree>) -> tensor<2xf64> {
  %r = functional.match %t : !functional.data<@tree> -> tensor<2xf64> {
    case leaf(%x: tensor<2xf64>) {
      functional.yield %x : tensor<2xf64>
    }
    case node(%a: !functional.data<@tree>, %b: !functional.data<@tree>) {
      %u = func.call @sums(%a) : (!functional.data<@tree>) -> tensor<2xf64>
      %v = func.call @sums(%b) : (!functional.data<@tree>) -> tensor<2xf64>
      %w = arith.mulf %u, %v : tensor<2xf64>
      functional.yield %w : tensor<2xf64>
    }
  }
  return %r : tensor<2xf64>
}
func.func @trees(%t: !functional.data<@tree>) -> f64 {
  %r = func.call @sums(%t) : (!functional.data<@tree>) -> tensor<2xf64>
  %s = nd.sum %r [0] : tensor<2xf64> to f64
  return %s : f64
}
