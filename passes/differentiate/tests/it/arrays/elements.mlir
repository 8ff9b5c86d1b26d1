// Ops that move and combine elements. Programs whose derivatives `arrays.rs` checks against differences and against each other. A
// program begins after a line of dashes, with its name, the shapes of the arguments of `@f`, and what indices are.
// -----
// elementwise: 3; 3
func.func @f(%a0: tensor<3xf64>, %a1: tensor<3xf64>) -> tensor<3xf64> {
  %k = arith.mulf %a0, %a1 : tensor<3xf64>
  %l = math.sin %k : tensor<3xf64>
  %m = arith.maximumf %l, %a0 : tensor<3xf64>
  %n = math.absf %m : tensor<3xf64>
  %o = arith.divf %n, %a1 : tensor<3xf64>
  return %o : tensor<3xf64>
}
// -----
// select: 3; 3
func.func @f(%a0: tensor<3xf64>, %a1: tensor<3xf64>) -> tensor<3xf64> {
  %c = arith.cmpf ogt, %a0, %a1 : tensor<3xf64>
  %k = arith.mulf %a0, %a1 : tensor<3xf64>
  %e = math.exp %a1 : tensor<3xf64>
  %m = arith.select %c, %k, %e : tensor<3xi1>, tensor<3xf64>
  return %m : tensor<3xf64>
}
// -----
// broadcast: 3; -
func.func @f(%a0: tensor<3xf64>, %a1: f64) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %b = nd.broadcast %a0 [1] : tensor<3xf64> to tensor<2x3xf64>
  %e = arith.mulf %b, %b : tensor<2x3xf64>
  %g = nd.broadcast %a1 [] : f64 to tensor<2x3xf64>
  %h = arith.mulf %g, %b : tensor<2x3xf64>
  return %e, %h : tensor<2x3xf64>, tensor<2x3xf64>
}
// -----
// broadcast1: 3x1
func.func @f(%a0: tensor<3x1xf64>) -> tensor<3x2xf64> {
  %b = nd.broadcast %a0 [0, 1] : tensor<3x1xf64> to tensor<3x2xf64>
  %e = arith.mulf %b, %b : tensor<3x2xf64>
  return %e : tensor<3x2xf64>
}
// -----
// sum: 2x3
func.func @f(%a0: tensor<2x3xf64>) -> (tensor<3xf64>, f64) {
  %k = arith.mulf %a0, %a0 : tensor<2x3xf64>
  %s = nd.sum %k [0] : tensor<2x3xf64> to tensor<3xf64>
  %e = math.exp %s : tensor<3xf64>
  %u = nd.sum %k [0, 1] : tensor<2x3xf64> to f64
  return %e, %u : tensor<3xf64>, f64
}
// -----
// transpose: 2x3x2
func.func @f(%a0: tensor<2x3x2xf64>) -> tensor<3x2x2xf64> {
  %s = nd.transpose %a0 [1, 2, 0] : tensor<2x3x2xf64> to tensor<3x2x2xf64>
  %e = arith.mulf %s, %s : tensor<3x2x2xf64>
  return %e : tensor<3x2x2xf64>
}
// -----
// reshape: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> (tensor<3x2xf64>, tensor<1x1xf64>) {
  %s = nd.reshape %a0 : tensor<2x3xf64> to tensor<3x2xf64>
  %e = arith.mulf %s, %s : tensor<3x2xf64>
  %r = arith.mulf %a1, %a1 : f64
  %o = nd.reshape %r : f64 to tensor<1x1xf64>
  return %e, %o : tensor<3x2xf64>, tensor<1x1xf64>
}
// -----
// reverse: 2x3
func.func @f(%a0: tensor<2x3xf64>) -> tensor<2x3xf64> {
  %s = nd.reverse %a0 [1] : tensor<2x3xf64>
  %e = arith.mulf %s, %a0 : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// unfold: 2x7
func.func @f(%a0: tensor<2x7xf64>) -> tensor<2x2x3xf64> {
  %s = nd.unfold %a0 [1] window [3] stride [2] dilation [2] : tensor<2x7xf64> to tensor<2x2x3xf64>
  %e = arith.mulf %s, %s : tensor<2x2x3xf64>
  return %e : tensor<2x2x3xf64>
}
// -----
// fold: 3x3
func.func @f(%a0: tensor<3x3xf64>) -> tensor<8xf64> {
  %s = nd.fold %a0 [0] window [3] stride [2] : tensor<3x3xf64> to tensor<8xf64>
  %e = arith.mulf %s, %s : tensor<8xf64>
  return %e : tensor<8xf64>
}
// -----
// contract: 2x3; 3x4; 2x3
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3x4xf64>, %a2: tensor<2x3xf64>) -> (tensor<2x4xf64>, tensor<2xf64>, f64) {
  %s = nd.contract "ij,jk->ik" %a0, %a1 : (tensor<2x3xf64>, tensor<3x4xf64>) -> tensor<2x4xf64>
  %b = nd.contract "bi,bi->b" %a0, %a2 : (tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<2xf64>
  %c = nd.contract "ij,kl->" %a0, %a1 : (tensor<2x3xf64>, tensor<3x4xf64>) -> f64
  return %s, %b, %c : tensor<2x4xf64>, tensor<2xf64>, f64
}
// -----
// contract2: 2x3; 3x4
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<3x4xf64>) -> (tensor<4x2xf64>, tensor<4xf64>) {
  %s = nd.contract "ij,jk->ki" %a0, %a1 : (tensor<2x3xf64>, tensor<3x4xf64>) -> tensor<4x2xf64>
  %b = nd.contract "ij,lk->k" %a0, %a1 : (tensor<2x3xf64>, tensor<3x4xf64>) -> tensor<4xf64>
  return %s, %b : tensor<4x2xf64>, tensor<4xf64>
}
// -----
// extract_insert: 3x2; -
func.func @f(%a0: tensor<3x2xf64>, %a1: f64) -> (tensor<3x2xf64>, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %e = tensor.extract %a0[%c1, %c0] : tensor<3x2xf64>
  %m = arith.mulf %e, %a1 : f64
  %i = tensor.insert %m into %a0[%c2, %c1] : tensor<3x2xf64>
  %x = math.sin %i : tensor<3x2xf64>
  return %x, %m : tensor<3x2xf64>, f64
}
// -----
// slices: 5x4; 2x2
func.func @f(%a0: tensor<5x4xf64>, %a1: tensor<2x2xf64>) -> (tensor<2x2xf64>, tensor<5x4xf64>, tensor<4xf64>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %e = tensor.extract_slice %a0[%c1, 0] [2, 2] [2, 1] : tensor<5x4xf64> to tensor<2x2xf64>
  %m = arith.mulf %e, %a1 : tensor<2x2xf64>
  %i = tensor.insert_slice %m into %a0[0, %c2] [2, 2] [1, 1] : tensor<2x2xf64> into tensor<5x4xf64>
  %x = math.sin %i : tensor<5x4xf64>
  %r = tensor.extract_slice %a0[1, 0] [1, 4] [1, 1] : tensor<5x4xf64> to tensor<4xf64>
  %u = arith.mulf %r, %r : tensor<4xf64>
  return %m, %x, %u : tensor<2x2xf64>, tensor<5x4xf64>, tensor<4xf64>
}
// -----
// concat: 2x3; 1x3
func.func @f(%a0: tensor<2x3xf64>, %a1: tensor<1x3xf64>) -> tensor<3x3xf64> {
  %k = tensor.concat dim(0) %a0, %a1 : (tensor<2x3xf64>, tensor<1x3xf64>) -> tensor<3x3xf64>
  %e = arith.mulf %k, %k : tensor<3x3xf64>
  return %e : tensor<3x3xf64>
}
// -----
// pad: 2x3; -
func.func @f(%a0: tensor<2x3xf64>, %a1: f64) -> tensor<5x4xf64> {
  %k = tensor.pad %a0 low[1, 0] high[2, 1] {
    ^bb0(%i: index, %j: index):
    %z = arith.mulf %a1, %a1 : f64
    tensor.yield %z : f64
  } : tensor<2x3xf64> to tensor<5x4xf64>
  %e = arith.mulf %k, %k : tensor<5x4xf64>
  return %e : tensor<5x4xf64>
}
// -----
// generate: -; 3
func.func @f(%a0: f64, %a1: tensor<3xf64>) -> tensor<3xf64> {
  %k = tensor.generate  {
    ^bb0(%i: index):
    %v = arith.index_cast %i : index to i64
    %w = arith.sitofp %v : i64 to f64
    %x = tensor.extract %a1[%i] : tensor<3xf64>
    %z = arith.mulf %w, %a0 : f64
    %y = arith.mulf %z, %x : f64
    tensor.yield %y : f64
  } : tensor<3xf64>
  %e = arith.mulf %k, %k : tensor<3xf64>
  return %e : tensor<3xf64>
}
// -----
// splat: -
func.func @f(%a0: f64) -> tensor<2x2xf64> {
  %m = arith.mulf %a0, %a0 : f64
  %k = tensor.splat %m : tensor<2x2xf64>
  %e = arith.mulf %k, %k : tensor<2x2xf64>
  return %e : tensor<2x2xf64>
}
// -----
// cast: 3x2
func.func @f(%a0: tensor<3x2xf64>) -> tensor<?x2xf64> {
  %k = tensor.cast %a0 : tensor<3x2xf64> to tensor<?x2xf64>
  %e = arith.mulf %k, %k : tensor<?x2xf64>
  return %e : tensor<?x2xf64>
}
// -----
// elements: -; -
func.func @f(%a0: f64, %a1: f64) -> tensor<2x2xf64> {
  %m = arith.mulf %a0, %a1 : f64
  %k = tensor.from_elements %a0, %m, %a1, %m : tensor<2x2xf64>
  %e = arith.mulf %k, %k : tensor<2x2xf64>
  return %e : tensor<2x2xf64>
}
// -----
// collapse: 2x3
func.func @f(%a0: tensor<2x3xf64>) -> tensor<6xf64> {
  %k = tensor.collapse_shape %a0 [[0, 1]] : tensor<2x3xf64> into tensor<6xf64>
  %e = arith.mulf %k, %k : tensor<6xf64>
  return %e : tensor<6xf64>
}
// -----
// expand: 6
func.func @f(%a0: tensor<6xf64>) -> tensor<2x3xf64> {
  %k = tensor.expand_shape %a0 [[0, 1]] output_shape [2, 3] : tensor<6xf64> into tensor<2x3xf64>
  %e = arith.mulf %k, %k : tensor<2x3xf64>
  return %e : tensor<2x3xf64>
}
// -----
// elementwise_d: 3; 3
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?xf64>) -> tensor<?xf64> {
  %k = arith.mulf %a0, %a1 : tensor<?xf64>
  %l = math.sin %k : tensor<?xf64>
  %m = arith.maximumf %l, %a0 : tensor<?xf64>
  %n = math.absf %m : tensor<?xf64>
  %o = arith.divf %n, %a1 : tensor<?xf64>
  return %o : tensor<?xf64>
}
// -----
// select_d: 3; 3
func.func @f(%a0: tensor<?xf64>, %a1: tensor<?xf64>) -> tensor<?xf64> {
  %c = arith.cmpf ogt, %a0, %a1 : tensor<?xf64>
  %k = arith.mulf %a0, %a1 : tensor<?xf64>
  %e = math.exp %a1 : tensor<?xf64>
  %m = arith.select %c, %k, %e : tensor<?xi1>, tensor<?xf64>
  return %m : tensor<?xf64>
}
// -----
// broadcast_d: 3; -
func.func @f(%a0: tensor<?xf64>, %a1: f64) -> (tensor<?x?xf64>, tensor<?x?xf64>) {
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %b = nd.broadcast %a0 [1] sizes(%c2, %c3) : tensor<?xf64> to tensor<?x?xf64>
  %e = arith.mulf %b, %b : tensor<?x?xf64>
  %g = nd.broadcast %a1 [] sizes(%c2, %c3) : f64 to tensor<?x?xf64>
  %h = arith.mulf %g, %b : tensor<?x?xf64>
  return %e, %h : tensor<?x?xf64>, tensor<?x?xf64>
}
// -----
// broadcast1_d: 3x1
func.func @f(%a0: tensor<?x1xf64>) -> tensor<?x?xf64> {
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %b = nd.broadcast %a0 [0, 1] sizes(%c3, %c2) : tensor<?x1xf64> to tensor<?x?xf64>
  %e = arith.mulf %b, %b : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// sum_d: 2x3
func.func @f(%a0: tensor<?x?xf64>) -> (tensor<?xf64>, f64) {
  %k = arith.mulf %a0, %a0 : tensor<?x?xf64>
  %s = nd.sum %k [0] : tensor<?x?xf64> to tensor<?xf64>
  %e = math.exp %s : tensor<?xf64>
  %u = nd.sum %k [0, 1] : tensor<?x?xf64> to f64
  return %e, %u : tensor<?xf64>, f64
}
// -----
// transpose_d: 2x3x2
func.func @f(%a0: tensor<?x?x?xf64>) -> tensor<?x?x?xf64> {
  %s = nd.transpose %a0 [1, 2, 0] : tensor<?x?x?xf64> to tensor<?x?x?xf64>
  %e = arith.mulf %s, %s : tensor<?x?x?xf64>
  return %e : tensor<?x?x?xf64>
}
// -----
// reshape_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> (tensor<?x?xf64>, tensor<1x1xf64>) {
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %s = nd.reshape %a0 sizes(%c3, %c2) : tensor<?x?xf64> to tensor<?x?xf64>
  %e = arith.mulf %s, %s : tensor<?x?xf64>
  %r = arith.mulf %a1, %a1 : f64
  %o = nd.reshape %r : f64 to tensor<1x1xf64>
  return %e, %o : tensor<?x?xf64>, tensor<1x1xf64>
}
// -----
// reverse_d: 2x3
func.func @f(%a0: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %s = nd.reverse %a0 [1] : tensor<?x?xf64>
  %e = arith.mulf %s, %a0 : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// unfold_d: 2x7
func.func @f(%a0: tensor<?x?xf64>) -> tensor<?x?x3xf64> {
  %s = nd.unfold %a0 [1] window [3] stride [2] dilation [2] : tensor<?x?xf64> to tensor<?x?x3xf64>
  %e = arith.mulf %s, %s : tensor<?x?x3xf64>
  return %e : tensor<?x?x3xf64>
}
// -----
// fold_d: 3x3
func.func @f(%a0: tensor<?x3xf64>) -> tensor<?xf64> {
  %k = arith.constant 8 : index
  %s = nd.fold %a0 [0] window [3] stride [2] sizes(%k) : tensor<?x3xf64> to tensor<?xf64>
  %e = arith.mulf %s, %s : tensor<?xf64>
  return %e : tensor<?xf64>
}
// -----
// contract_d: 2x3; 3x4; 2x3
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>, %a2: tensor<?x?xf64>) -> (tensor<?x?xf64>, tensor<?xf64>, f64) {
  %s = nd.contract "ij,jk->ik" %a0, %a1 : (tensor<?x?xf64>, tensor<?x?xf64>) -> tensor<?x?xf64>
  %b = nd.contract "bi,bi->b" %a0, %a2 : (tensor<?x?xf64>, tensor<?x?xf64>) -> tensor<?xf64>
  %c = nd.contract "ij,kl->" %a0, %a1 : (tensor<?x?xf64>, tensor<?x?xf64>) -> f64
  return %s, %b, %c : tensor<?x?xf64>, tensor<?xf64>, f64
}
// -----
// contract2_d: 2x3; 3x4
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>) -> (tensor<?x?xf64>, tensor<?xf64>) {
  %s = nd.contract "ij,jk->ki" %a0, %a1 : (tensor<?x?xf64>, tensor<?x?xf64>) -> tensor<?x?xf64>
  %b = nd.contract "ij,lk->k" %a0, %a1 : (tensor<?x?xf64>, tensor<?x?xf64>) -> tensor<?xf64>
  return %s, %b : tensor<?x?xf64>, tensor<?xf64>
}
// -----
// extract_insert_d: 3x2; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> (tensor<?x?xf64>, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %e = tensor.extract %a0[%c1, %c0] : tensor<?x?xf64>
  %m = arith.mulf %e, %a1 : f64
  %i = tensor.insert %m into %a0[%c2, %c1] : tensor<?x?xf64>
  %x = math.sin %i : tensor<?x?xf64>
  return %x, %m : tensor<?x?xf64>, f64
}
// -----
// slices_d: 5x4; 2x2
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>) -> (tensor<?x?xf64>, tensor<?x?xf64>, tensor<?xf64>) {
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %e = tensor.extract_slice %a0[%c1, 0] [%c2, %c2] [2, 1] : tensor<?x?xf64> to tensor<?x?xf64>
  %m = arith.mulf %e, %a1 : tensor<?x?xf64>
  %i = tensor.insert_slice %m into %a0[0, %c2] [%c2, %c2] [1, 1] : tensor<?x?xf64> into tensor<?x?xf64>
  %x = math.sin %i : tensor<?x?xf64>
  %r = tensor.extract_slice %a0[1, 0] [1, %c4] [1, 1] : tensor<?x?xf64> to tensor<?xf64>
  %u = arith.mulf %r, %r : tensor<?xf64>
  return %m, %x, %u : tensor<?x?xf64>, tensor<?x?xf64>, tensor<?xf64>
}
// -----
// concat_d: 2x3; 1x3
func.func @f(%a0: tensor<?x?xf64>, %a1: tensor<?x?xf64>) -> tensor<?x?xf64> {
  %k = tensor.concat dim(0) %a0, %a1, %a0 : (tensor<?x?xf64>, tensor<?x?xf64>, tensor<?x?xf64>) -> tensor<?x?xf64>
  %e = arith.mulf %k, %k : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// pad_d: 2x3; -
func.func @f(%a0: tensor<?x?xf64>, %a1: f64) -> tensor<?x?xf64> {
  %c1 = arith.constant 1 : index
  %k = tensor.pad %a0 low[%c1, 0] high[2, 1] {
    ^bb0(%i: index, %j: index):
    %z = arith.mulf %a1, %a1 : f64
    tensor.yield %z : f64
  } : tensor<?x?xf64> to tensor<?x?xf64>
  %e = arith.mulf %k, %k : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// generate_d: -; 3
func.func @f(%a0: f64, %a1: tensor<?xf64>) -> tensor<?xf64> {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %a1, %c0 : tensor<?xf64>
  %k = tensor.generate %n {
    ^bb0(%i: index):
    %v = arith.index_cast %i : index to i64
    %w = arith.sitofp %v : i64 to f64
    %x = tensor.extract %a1[%i] : tensor<?xf64>
    %z = arith.mulf %w, %a0 : f64
    %y = arith.mulf %z, %x : f64
    tensor.yield %y : f64
  } : tensor<?xf64>
  %e = arith.mulf %k, %k : tensor<?xf64>
  return %e : tensor<?xf64>
}
// -----
// splat_d: -
func.func @f(%a0: f64) -> tensor<?x?xf64> {
  %c2 = arith.constant 2 : index
  %m = arith.mulf %a0, %a0 : f64
  %k = tensor.splat %m[%c2, %c2] : tensor<?x?xf64>
  %e = arith.mulf %k, %k : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
// -----
// cast_d: 3x2
func.func @f(%a0: tensor<3x?xf64>) -> tensor<?x2xf64> {
  %k = tensor.cast %a0 : tensor<3x?xf64> to tensor<?x2xf64>
  %e = arith.mulf %k, %k : tensor<?x2xf64>
  return %e : tensor<?x2xf64>
}
// -----
// elements_d: -; -
func.func @f(%a0: f64, %a1: f64) -> tensor<2x2xf64> {
  %m = arith.mulf %a0, %a1 : f64
  %k = tensor.from_elements %a0, %m, %a1, %m : tensor<2x2xf64>
  %e = arith.mulf %k, %k : tensor<2x2xf64>
  return %e : tensor<2x2xf64>
}
// -----
// collapse_d: 2x3
func.func @f(%a0: tensor<?x?xf64>) -> tensor<?xf64> {
  %k = tensor.collapse_shape %a0 [[0, 1]] : tensor<?x?xf64> into tensor<?xf64>
  %e = arith.mulf %k, %k : tensor<?xf64>
  return %e : tensor<?xf64>
}
// -----
// expand_d: 6
func.func @f(%a0: tensor<?xf64>) -> tensor<?x?xf64> {
  %c2 = arith.constant 2 : index
  %k = tensor.expand_shape %a0 [[0, 1]] output_shape [%c2, 3] : tensor<?xf64> into tensor<?x3xf64>
  %m = tensor.cast %k : tensor<?x3xf64> to tensor<?x?xf64>
  %e = arith.mulf %m, %m : tensor<?x?xf64>
  return %e : tensor<?x?xf64>
}
