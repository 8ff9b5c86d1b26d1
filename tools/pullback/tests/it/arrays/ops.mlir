func.func @broadcast(%v: tensor<2xf64>, %n: index) -> (tensor<3x2xf64>, tensor<?x2xf64>) {
  %b = nd.broadcast %v [1] : tensor<2xf64> to tensor<3x2xf64>
  %w = nd.reshape %v : tensor<2xf64> to tensor<2x1xf64>
  %e = tensor.cast %w : tensor<2x1xf64> to tensor<?x?xf64>
  %c = nd.broadcast %e [0, 1] sizes(%n) : tensor<?x?xf64> to tensor<?x2xf64>
  return %b, %c : tensor<3x2xf64>, tensor<?x2xf64>
}
func.func @sum(%x: tensor<2x3xf64>) -> (tensor<2xf64>, tensor<3xf64>, f64, tensor<f64>) {
  %a = nd.sum %x [1] : tensor<2x3xf64> to tensor<2xf64>
  %b = nd.sum %x [0] : tensor<2x3xf64> to tensor<3xf64>
  %c = nd.sum %x [0, 1] : tensor<2x3xf64> to f64
  %d = nd.sum %x [0, 1] : tensor<2x3xf64> to tensor<f64>
  return %a, %b, %c, %d : tensor<2xf64>, tensor<3xf64>, f64, tensor<f64>
}
func.func @transpose(%x: tensor<2x3x1xf32>) -> tensor<1x2x3xf32> {
  %t = nd.transpose %x [2, 0, 1] : tensor<2x3x1xf32> to tensor<1x2x3xf32>
  return %t : tensor<1x2x3xf32>
}
// Several sizes that run time knows.
func.func @reshape_to(%x: tensor<?xf64>, %m: index, %n: index) -> tensor<?x?xf64> {
  %a = nd.reshape %x sizes(%m, %n) : tensor<?xf64> to tensor<?x?xf64>
  return %a : tensor<?x?xf64>
}
func.func @reshape(%x: tensor<?x3xf64>, %n: index) -> (tensor<?x2xf64>, tensor<6xf64>) {
  %a = nd.reshape %x sizes(%n) : tensor<?x3xf64> to tensor<?x2xf64>
  %b = nd.reshape %x : tensor<?x3xf64> to tensor<6xf64>
  return %a, %b : tensor<?x2xf64>, tensor<6xf64>
}
func.func @reverse(%x: tensor<2x3xi32>) -> tensor<2x3xi32> {
  %r = nd.reverse %x [1] : tensor<2x3xi32>
  return %r : tensor<2x3xi32>
}
func.func @unfold(%x: tensor<7xf64>) -> (tensor<3x2xf64>, tensor<7xf64>) {
  %w = nd.unfold %x [0] window [2] stride [2] dilation [2] : tensor<7xf64> to tensor<3x2xf64>
  %f = nd.fold %w [0] window [2] stride [2] dilation [2] : tensor<3x2xf64> to tensor<7xf64>
  return %w, %f : tensor<3x2xf64>, tensor<7xf64>
}
func.func @contract(%a: tensor<2x3xf64>, %b: tensor<3x?xf64>, %v: tensor<3xf64>) -> (tensor<2x?xf64>, f64, tensor<3x2xf64>) {
  %c = nd.contract "ij,jk->ik" %a, %b : (tensor<2x3xf64>, tensor<3x?xf64>) -> tensor<2x?xf64>
  %d = nd.contract "i,i->" %v, %v : (tensor<3xf64>, tensor<3xf64>) -> f64
  %s = arith.constant 10.0 : f64
  %e = nd.contract ",ij->ji" %s, %a : (f64, tensor<2x3xf64>) -> tensor<3x2xf64>
  return %c, %d, %e : tensor<2x?xf64>, f64, tensor<3x2xf64>
}
func.func @positions(%n: index, %l: tensor<3xi64>) -> (tensor<?x2xf32>, tensor<3x4xf64>) {
  %i = nd.iota 0 sizes(%n) : tensor<?x2xf32>
  %h = nd.one_hot %l : tensor<3xi64> to tensor<3x4xf64>
  return %i, %h : tensor<?x2xf32>, tensor<3x4xf64>
}
func.func @arg(%x: tensor<2x4xf64>) -> (tensor<2xindex>, tensor<4xi32>) {
  %a = nd.argmax %x 1 : tensor<2x4xf64> to tensor<2xindex>
  %b = nd.argmin %x 0 : tensor<2x4xf64> to tensor<4xi32>
  return %a, %b : tensor<2xindex>, tensor<4xi32>
}
func.func @gather(%x: tensor<3x2xf64>, %i: tensor<4xindex>, %k: i32) -> (tensor<4x2xf64>, tensor<2xf64>, tensor<4xf64>) {
  %a = nd.gather %x[%i] along [0] : tensor<3x2xf64>[tensor<4xindex>] to tensor<4x2xf64>
  %b = nd.gather %x[%k] along [0] : tensor<3x2xf64>[i32] to tensor<2xf64>
  %j = arith.constant dense<1> : tensor<4xindex>
  %c = nd.gather %x[%i, %j] along [0, 1] : tensor<3x2xf64>[tensor<4xindex>, tensor<4xindex>] to tensor<4xf64>
  return %a, %b, %c : tensor<4x2xf64>, tensor<2xf64>, tensor<4xf64>
}
func.func @scatter(%u: tensor<3xf64>, %x: tensor<2xf64>, %i: tensor<3xi32>) -> (tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>) {
  %a = nd.scatter add %u into %x[%i] along [0] : tensor<3xf64> into tensor<2xf64>[tensor<3xi32>]
  %b = nd.scatter set %u into %x[%i] along [0] : tensor<3xf64> into tensor<2xf64>[tensor<3xi32>]
  %c = nd.scatter min %u into %x[%i] along [0] : tensor<3xf64> into tensor<2xf64>[tensor<3xi32>]
  %d = nd.scatter max %u into %x[%i] along [0] : tensor<3xf64> into tensor<2xf64>[tensor<3xi32>]
  return %a, %b, %c, %d : tensor<2xf64>, tensor<2xf64>, tensor<2xf64>, tensor<2xf64>
}
func.func @sort(%x: tensor<?xf64>, %y: tensor<2x3xi8>) -> (tensor<?xf64>, tensor<?xi32>, tensor<?xf64>, tensor<2x3xi8>) {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %p = nd.iota 0 sizes(%n) : tensor<?xi32>
  %s, %q = nd.sort %x, %p along 0 : tensor<?xf64>, tensor<?xi32>
  %d = nd.sort %x along 0 descending : tensor<?xf64>
  %z = nd.sort %y along 0 : tensor<2x3xi8>
  return %s, %q, %d, %z : tensor<?xf64>, tensor<?xi32>, tensor<?xf64>, tensor<2x3xi8>
}
func.func @scan(%x: tensor<2x3xf64>) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %one = arith.constant 1.0 : f64
  %p = nd.scan (%a in %x : tensor<2x3xf64>) from (%v = %one : f64) along 1 -> tensor<2x3xf64> {
    %q = arith.mulf %a, %v : f64
    nd.yield %q : f64
  }
  %r = nd.scan (%a in %x : tensor<2x3xf64>) from (%u = %one : f64) along 0 exclusive reverse -> tensor<2x3xf64> {
    %q = arith.mulf %a, %u : f64
    nd.yield %q : f64
  }
  return %p, %r : tensor<2x3xf64>, tensor<2x3xf64>
}
func.func @nested(%x: tensor<2x3xf64>) -> tensor<2x2xf64> {
  %r = nd.map () -> tensor<2x2xf64> {
    %i = nd.index 0
    %j = nd.index 1
    %k = nd.map () -> tensor<3xf64> {
      %l = nd.index 0
      %a = tensor.extract %x[%i, %l] : tensor<2x3xf64>
      %b = tensor.extract %x[%j, %l] : tensor<2x3xf64>
      %c = arith.mulf %a, %b : f64
      nd.yield %c : f64
    }
    %s = nd.sum %k [0] : tensor<3xf64> to f64
    nd.yield %s : f64
  }
  return %r : tensor<2x2xf64>
}
func.func @pieces(%x: tensor<?xf64>, %y: tensor<2xf64>, %a: index, %n: index) -> (tensor<?xf64>, tensor<?xf64>, tensor<?xf64>, tensor<?xf64>) {
  %s = tensor.extract_slice %x[%a] [%n] [2] : tensor<?xf64> to tensor<?xf64>
  %i = tensor.insert_slice %y into %x[%a] [2] [1] : tensor<2xf64> into tensor<?xf64>
  %c = tensor.concat dim(0) %x, %y : (tensor<?xf64>, tensor<2xf64>) -> tensor<?xf64>
  %z = arith.constant 7.0 : f64
  %p = tensor.pad %x low[1] high[2] {
  ^bb0(%k: index):
    tensor.yield %z : f64
  } : tensor<?xf64> to tensor<?xf64>
  return %s, %i, %c, %p : tensor<?xf64>, tensor<?xf64>, tensor<?xf64>, tensor<?xf64>
}
func.func @elementwise(%x: tensor<?xf64>, %y: tensor<?xf64>) -> tensor<?xf64> {
  %a = arith.addf %x, %y : tensor<?xf64>
  %b = math.exp %a : tensor<?xf64>
  %c = arith.cmpf olt, %x, %y : tensor<?xf64>
  %d = arith.select %c, %b, %a : tensor<?xi1>, tensor<?xf64>
  return %d : tensor<?xf64>
}
// Two lines of one column each are merged through one that has no content yet.
func.func @sorted_columns(%y: tensor<2x3xi8>) -> tensor<2x3xi8> {
  %z = nd.sort %y along 0 : tensor<2x3xi8>
  return %z : tensor<2x3xi8>
}
