func.func @made(%a: f64, %b: f64, %n: index) -> (tensor<2xf64>, tensor<?x2xf64>, tensor<2x1xf64>, tensor<2xf64>, index) {
  %x = tensor.from_elements %a, %b : tensor<2xf64>
  %g = tensor.generate %n {
  ^bb0(%i: index, %j: index):
    %s = arith.addi %i, %j : index
    %t = arith.index_cast %s : index to i64
    %f = arith.sitofp %t : i64 to f64
    %u = arith.addf %f, %a : f64
    tensor.yield %u : f64
  } : tensor<?x2xf64>
  %e = tensor.expand_shape %x [[0, 1]] output_shape [2, 1] : tensor<2xf64> into tensor<2x1xf64>
  %c = tensor.collapse_shape %e [[0, 1]] : tensor<2x1xf64> into tensor<2xf64>
  %c0 = arith.constant 0 : index
  %d = tensor.dim %g, %c0 : tensor<?x2xf64>
  return %x, %g, %e, %c, %d : tensor<2xf64>, tensor<?x2xf64>, tensor<2x1xf64>, tensor<2xf64>, index
}
func.func @dim(%x: tensor<?x2xf64>, %i: index) -> index {
  %d = tensor.dim %x, %i : tensor<?x2xf64>
  return %d : index
}
func.func @matmul(%a: tensor<?x?xf64>, %b: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %m = tensor.dim %a, %c0 : tensor<?x?xf64>
  %n = tensor.dim %b, %c1 : tensor<?x?xf64>
  %z = arith.constant 0.0 : f64
  %e = tensor.splat %z[%m, %n] : tensor<?x?xf64>
  %r = linalg.matmul ins(%a, %b : tensor<?x?xf64>, tensor<?x?xf64>) outs(%e : tensor<?x?xf64>) -> tensor<?x?xf64>
  return %r : tensor<?x?xf64>
}
func.func @reshaped(%x: tensor<?xf64>, %s: tensor<2xindex>) -> tensor<?x?xf64> {
  %r = tensor.reshape %x(%s) : (tensor<?xf64>, tensor<2xindex>) -> tensor<?x?xf64>
  return %r : tensor<?x?xf64>
}
func.func @select(%c: i1, %x: tensor<?xf64>, %y: tensor<?xf64>) -> tensor<?xf64> {
  %r = arith.select %c, %x, %y : tensor<?xf64>
  return %r : tensor<?xf64>
}
func.func @slices(%x: tensor<3x4xf64>, %i: index) -> (tensor<4xf64>, tensor<3xf64>, tensor<3x4xf64>) {
  %r = tensor.extract_slice %x[%i, 0] [1, 4] [1, 1] : tensor<3x4xf64> to tensor<4xf64>
  %c = tensor.extract_slice %x[0, %i] [3, 1] [1, 1] : tensor<3x4xf64> to tensor<3xf64>
  %n = arith.negf %r : tensor<4xf64>
  %y = tensor.insert_slice %n into %x[%i, 0] [1, 4] [1, 1] : tensor<4xf64> into tensor<3x4xf64>
  return %r, %c, %y : tensor<4xf64>, tensor<3xf64>, tensor<3x4xf64>
}
func.func @nan(%x: tensor<2xf64>) -> tensor<2xf64> {
  %l = math.log %x : tensor<2xf64>
  return %l : tensor<2xf64>
}
func.func @many(%x: tensor<2xf64>) -> (tensor<2xf64>, f64, tensor<2xf64>, f64, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) {
  %s = nd.sum %x [0] : tensor<2xf64> to f64
  %y = arith.addf %x, %x : tensor<2xf64>
  return %x, %s, %y, %s, %x, %x, %x, %x, %y, %y : tensor<2xf64>, f64, tensor<2xf64>, f64, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>
}
func.func @capture(%x: tensor<3xf64>, %w: tensor<?xf64>) -> tensor<3xf64> {
  %y = nd.map (%a in %x : tensor<3xf64>) -> tensor<3xf64> {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %n = tensor.dim %w, %c0 : tensor<?xf64>
    %z = arith.constant 0.0 : f64
    %s = scf.for %i = %c0 to %n step %c1 iter_args(%s = %z) -> f64 {
      %e = tensor.extract %w[%i] : tensor<?xf64>
      %m = arith.mulf %e, %a : f64
      %t = arith.addf %s, %m : f64
      scf.yield %t : f64
    }
    %p = func.call @helper(%s, %w) : (f64, tensor<?xf64>) -> f64
    nd.yield %p : f64
  }
  return %y : tensor<3xf64>
}
func.func private @helper(%s: f64, %w: tensor<?xf64>) -> f64 attributes {no_inline} {
  %u = nd.sum %w [0] : tensor<?xf64> to f64
  %v = arith.addf %s, %u : f64
  return %v : f64
}
func.func @reduce2(%x: tensor<2x3xf64>) -> (tensor<2xf64>, tensor<2xindex>) {
  %low = arith.constant 0xFFF0000000000000 : f64
  %zero = arith.constant 0 : index
  %i = nd.iota 1 : tensor<2x3xindex>
  %r, %k = nd.reduce (%a in %x : tensor<2x3xf64>, %j in %i : tensor<2x3xindex>) from (%m = %low : f64, %b = %zero : index) along [1] -> (tensor<2xf64>, tensor<2xindex>) {
    %g = arith.cmpf ogt, %a, %m : f64
    %n = arith.select %g, %a, %m : f64
    %o = arith.select %g, %j, %b : index
    nd.yield %n, %o : f64, index
  }
  return %r, %k : tensor<2xf64>, tensor<2xindex>
}
// Several sizes that only run time knows become one.
func.func @collapsed(%x: tensor<?x?xf64>) -> tensor<?xf64> {
  %k = tensor.collapse_shape %x [[0, 1]] : tensor<?x?xf64> into tensor<?xf64>
  %e = arith.mulf %k, %k : tensor<?xf64>
  return %e : tensor<?xf64>
}
