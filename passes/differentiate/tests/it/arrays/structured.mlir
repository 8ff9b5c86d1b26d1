Structured ops of `linalg`: named ones, and `linalg.generic` of any maps and bodies.

// -----
// matmul: 3x4; 4x2; 3x2
func.func @f(%a: tensor<3x4xf64>, %b: tensor<4x2xf64>, %c: tensor<3x2xf64>) -> tensor<3x2xf64> {
  %s = math.sin %a : tensor<3x4xf64>
  %r = linalg.matmul ins(%s, %b : tensor<3x4xf64>, tensor<4x2xf64>) outs(%c : tensor<3x2xf64>) -> tensor<3x2xf64>
  %t = math.sin %r : tensor<3x2xf64>
  return %t : tensor<3x2xf64>
}
// -----
// matmul into zeros, sizes of run time: 3x4; 4x2
func.func @f(%a: tensor<?x?xf64>, %b: tensor<?x2xf64>) -> tensor<?x2xf64> {
  %zero = arith.constant 0.0 : f64
  %c0 = arith.constant 0 : index
  %n = tensor.dim %a, %c0 : tensor<?x?xf64>
  %e = tensor.empty(%n) : tensor<?x2xf64>
  %z = linalg.fill ins(%zero : f64) outs(%e : tensor<?x2xf64>) -> tensor<?x2xf64>
  %r = linalg.matmul ins(%a, %b : tensor<?x?xf64>, tensor<?x2xf64>) outs(%z : tensor<?x2xf64>) -> tensor<?x2xf64>
  %t = math.exp %r : tensor<?x2xf64>
  return %t : tensor<?x2xf64>
}
// -----
// matmul of transposed maps: 4x3; 2x4; 3x2
#a = affine_map<(i, j, k) -> (k, i)>
#b = affine_map<(i, j, k) -> (j, k)>
#c = affine_map<(i, j, k) -> (i, j)>
func.func @f(%a: tensor<4x3xf64>, %b: tensor<2x4xf64>, %c: tensor<3x2xf64>) -> tensor<3x2xf64> {
  %r = linalg.matmul indexing_maps = [#a, #b, #c] ins(%a, %b : tensor<4x3xf64>, tensor<2x4xf64>) outs(%c : tensor<3x2xf64>) -> tensor<3x2xf64>
  %t = math.sin %r : tensor<3x2xf64>
  return %t : tensor<3x2xf64>
}
// -----
// matvec, vecmat and dot: 3x4; 4; 3
func.func @f(%a: tensor<3x4xf64>, %x: tensor<4xf64>, %y: tensor<3xf64>) -> (tensor<3xf64>, tensor<4xf64>, tensor<f64>) {
  %z3 = arith.constant dense<0.0> : tensor<3xf64>
  %z4 = arith.constant dense<0.5> : tensor<4xf64>
  %z = arith.constant dense<0.0> : tensor<f64>
  %u = linalg.matvec ins(%a, %x : tensor<3x4xf64>, tensor<4xf64>) outs(%z3 : tensor<3xf64>) -> tensor<3xf64>
  %v = linalg.vecmat ins(%y, %a : tensor<3xf64>, tensor<3x4xf64>) outs(%z4 : tensor<4xf64>) -> tensor<4xf64>
  %s = math.tanh %u : tensor<3xf64>
  %d = linalg.dot ins(%s, %u : tensor<3xf64>, tensor<3xf64>) outs(%z : tensor<f64>) -> tensor<f64>
  return %s, %v, %d : tensor<3xf64>, tensor<4xf64>, tensor<f64>
}
// -----
// batch matmul: 2x3x4; 2x4x2
func.func @f(%a: tensor<2x3x4xf64>, %b: tensor<2x4x2xf64>) -> tensor<2x3x2xf64> {
  %z = arith.constant dense<0.0> : tensor<2x3x2xf64>
  %r = linalg.batch_matmul ins(%a, %b : tensor<2x3x4xf64>, tensor<2x4x2xf64>) outs(%z : tensor<2x3x2xf64>) -> tensor<2x3x2xf64>
  %t = math.sin %r : tensor<2x3x2xf64>
  return %t : tensor<2x3x2xf64>
}
// -----
// a product of itself: 3x4
func.func @f(%a: tensor<3x4xf64>) -> tensor<3x3xf64> {
  %z = arith.constant dense<0.0> : tensor<3x3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (j, k)>, affine_map<(i, j, k) -> (i, j)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a, %a : tensor<3x4xf64>, tensor<3x4xf64>) outs(%z : tensor<3x3xf64>) {
  ^bb0(%x: f64, %y: f64, %s: f64):
    %p = arith.mulf %x, %y : f64
    %q = arith.addf %s, %p : f64
    linalg.yield %q : f64
  } -> tensor<3x3xf64>
  %t = math.sin %r : tensor<3x3xf64>
  return %t : tensor<3x3xf64>
}
// -----
// three factors, one of them of an element alone: 2x3x4; 3x2; 4x2; -
func.func @f(%a: tensor<2x3x4xf64>, %b: tensor<3x2xf64>, %c: tensor<4x2xf64>, %w: f64) -> tensor<2x2xf64> {
  %z = arith.constant dense<0.0> : tensor<2x2xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j, k, l) -> (i, k, l)>, affine_map<(i, j, k, l) -> (k, j)>, affine_map<(i, j, k, l) -> (l, j)>,
      affine_map<(i, j, k, l) -> (i, j)>],
    iterator_types = ["parallel", "parallel", "reduction", "reduction"]
  } ins(%a, %b, %c : tensor<2x3x4xf64>, tensor<3x2xf64>, tensor<4x2xf64>) outs(%z : tensor<2x2xf64>) {
  ^bb0(%x: f64, %y: f64, %v: f64, %s: f64):
    %e = math.exp %y : f64
    %p = arith.mulf %x, %e : f64
    %pv = arith.mulf %p, %v : f64
    %pw = arith.mulf %w, %pv : f64
    %q = arith.addf %pw, %s : f64
    linalg.yield %q : f64
  } -> tensor<2x2xf64>
  %t = math.sin %r : tensor<2x2xf64>
  return %t : tensor<2x2xf64>
}
// -----
// a difference of what was there and products: 3; 3x3; 3
func.func @f(%y: tensor<3xf64>, %a: tensor<3x3xf64>, %x: tensor<3xf64>) -> tensor<3xf64> {
  %s = math.sin %y : tensor<3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a, %x : tensor<3x3xf64>, tensor<3xf64>) outs(%s : tensor<3xf64>) {
  ^bb0(%e: f64, %v: f64, %s0: f64):
    %p = arith.mulf %e, %v : f64
    %q = arith.subf %s0, %p : f64
    linalg.yield %q : f64
  } -> tensor<3xf64>
  %t = math.sin %r : tensor<3xf64>
  return %t : tensor<3xf64>
}
// -----
// distances of points: 3x2; 4x2
func.func @f(%a: tensor<3x2xf64>, %b: tensor<4x2xf64>) -> tensor<3x4xf64> {
  %z = arith.constant dense<0.0> : tensor<3x4xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j, k) -> (i, k)>, affine_map<(i, j, k) -> (j, k)>, affine_map<(i, j, k) -> (i, j)>],
    iterator_types = ["parallel", "parallel", "reduction"]
  } ins(%a, %b : tensor<3x2xf64>, tensor<4x2xf64>) outs(%z : tensor<3x4xf64>) {
  ^bb0(%x: f64, %y: f64, %s: f64):
    %d = arith.subf %x, %y : f64
    %p = arith.mulf %d, %d : f64
    %q = arith.addf %s, %p : f64
    linalg.yield %q : f64
  } -> tensor<3x4xf64>
  %t = math.sqrt %r : tensor<3x4xf64>
  return %t : tensor<3x4xf64>
}
// -----
// a sum that positions weigh: 2x3
func.func @f(%a: tensor<2x3xf64>) -> tensor<2xf64> {
  %z = arith.constant dense<0.0> : tensor<2xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : tensor<2x3xf64>) outs(%z : tensor<2xf64>) {
  ^bb0(%x: f64, %s: f64):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %k = arith.addi %i, %j : index
    %n = arith.index_cast %k : index to i64
    %w = arith.sitofp %n : i64 to f64
    %y = math.exp %x : f64
    %p = arith.mulf %y, %w : f64
    %q = arith.addf %s, %p : f64
    linalg.yield %q : f64
  } -> tensor<2xf64>
  return %r : tensor<2xf64>
}
// -----
// an outer product and a broadcast row, transposed: 3; 4; 4
func.func @f(%a: tensor<3xf64>, %b: tensor<4xf64>, %c: tensor<4xf64>) -> tensor<4x3xf64> {
  %e = tensor.empty() : tensor<4x3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (j, i)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%a, %b, %c : tensor<3xf64>, tensor<4xf64>, tensor<4xf64>) outs(%e : tensor<4x3xf64>) {
  ^bb0(%x: f64, %y: f64, %v: f64, %o: f64):
    %p = arith.mulf %x, %y : f64
    %q = math.sin %p : f64
    %s = arith.addf %q, %v : f64
    linalg.yield %s : f64
  } -> tensor<4x3xf64>
  return %r : tensor<4x3xf64>
}
// -----
// elements in place, captured scalars, two results: 3; 3; -
func.func @f(%a: tensor<3xf64>, %b: tensor<3xf64>, %w: f64) -> (tensor<3xf64>, tensor<3xf64>) {
  %r:2 = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]
  } ins(%a : tensor<3xf64>) outs(%b, %a : tensor<3xf64>, tensor<3xf64>) {
  ^bb0(%x: f64, %y: f64, %z: f64):
    %p = arith.mulf %x, %w : f64
    %q = arith.mulf %p, %y : f64
    %s = math.sin %z : f64
    %t = arith.mulf %s, %p : f64
    linalg.yield %q, %t : f64, f64
  } -> (tensor<3xf64>, tensor<3xf64>)
  return %r#0, %r#1 : tensor<3xf64>, tensor<3xf64>
}
// -----
// a scalar operand and a dimension of size one: -; 1x3
func.func @f(%w: f64, %a: tensor<1x3xf64>) -> tensor<2x3xf64> {
  %e = tensor.empty() : tensor<2x3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> ()>, affine_map<(i, j) -> (0, j)>, affine_map<(i, j) -> (i, j)>],
    iterator_types = ["parallel", "parallel"]
  } ins(%w, %a : f64, tensor<1x3xf64>) outs(%e : tensor<2x3xf64>) {
  ^bb0(%x: f64, %y: f64, %o: f64):
    %p = arith.mulf %x, %y : f64
    %q = math.sin %p : f64
    linalg.yield %q : f64
  } -> tensor<2x3xf64>
  return %r : tensor<2x3xf64>
}
// -----
// a sum that keeps its dimension: 2x3
func.func @f(%a: tensor<2x3xf64>) -> tensor<2x1xf64> {
  %z = arith.constant dense<1.0> : tensor<2x1xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, 0)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : tensor<2x3xf64>) outs(%z : tensor<2x1xf64>) {
  ^bb0(%x: f64, %s: f64):
    %p = arith.mulf %x, %x : f64
    %q = arith.addf %s, %p : f64
    linalg.yield %q : f64
  } -> tensor<2x1xf64>
  %t = math.sqrt %r : tensor<2x1xf64>
  return %t : tensor<2x1xf64>
}
// -----
// elementwise named ops: 3; 3; 3
func.func @f(%a: tensor<3xf64>, %b: tensor<3xf64>, %c: tensor<3xf64>) -> tensor<3xf64> {
  %e = tensor.empty() : tensor<3xf64>
  %0 = linalg.add ins(%a, %b : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %1 = linalg.mul ins(%0, %c : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %2 = linalg.exp ins(%1 : tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %3 = linalg.sub ins(%2, %a : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %4 = linalg.div ins(%3, %b : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %5 = linalg.max ins(%4, %c : tensor<3xf64>, tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  %6 = linalg.tanh ins(%5 : tensor<3xf64>) outs(%e : tensor<3xf64>) -> tensor<3xf64>
  return %6 : tensor<3xf64>
}
// -----
// map, broadcast, transpose and reduce: 2x3; 2
func.func @f(%a: tensor<2x3xf64>, %b: tensor<2xf64>) -> (tensor<3x2xf64>, tensor<3xf64>) {
  %e = tensor.empty() : tensor<2x3xf64>
  %t = tensor.empty() : tensor<3x2xf64>
  %one = arith.constant dense<1.0> : tensor<3xf64>
  %s = linalg.broadcast ins(%b : tensor<2xf64>) outs(%e : tensor<2x3xf64>) dimensions = [1]
  %m = linalg.map ins(%a, %s : tensor<2x3xf64>, tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) (%x: f64, %y: f64, %o: f64) {
    %p = math.powf %x, %y : f64
    linalg.yield %p : f64
  }
  %r = linalg.transpose ins(%m : tensor<2x3xf64>) outs(%t : tensor<3x2xf64>) permutation = [1, 0]
  %p = linalg.reduce { arith.mulf } ins(%m : tensor<2x3xf64>) outs(%one : tensor<3xf64>) dimensions = [0]
  return %r, %p : tensor<3x2xf64>, tensor<3xf64>
}
// -----
// the greatest, from what is there: 2x3; 2
func.func @f(%a: tensor<2x3xf64>, %b: tensor<2xf64>) -> tensor<2xf64> {
  %r = linalg.reduce { arith.maximumf } ins(%a : tensor<2x3xf64>) outs(%b : tensor<2xf64>) dimensions = [1]
  %s = math.sin %r : tensor<2xf64>
  return %s : tensor<2xf64>
}
// -----
// the greatest and where it stands: 2x3
func.func @f(%a: tensor<2x3xf64>) -> tensor<2xf64> {
  %low = arith.constant dense<0xFFF0000000000000> : tensor<2xf64>
  %no = arith.constant dense<0> : tensor<2xindex>
  %r:2 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : tensor<2x3xf64>) outs(%low, %no : tensor<2xf64>, tensor<2xindex>) {
  ^bb0(%x: f64, %m: f64, %k: index):
    %j = linalg.index 1 : index
    %y = math.sin %x : f64
    %more = arith.cmpf ogt, %y, %m : f64
    %best = arith.select %more, %y, %m : f64
    %at = arith.select %more, %j, %k : index
    linalg.yield %best, %at : f64, index
  } -> (tensor<2xf64>, tensor<2xindex>)
  %n = arith.index_cast %r#1 : tensor<2xindex> to tensor<2xi64>
  %w = arith.sitofp %n : tensor<2xi64> to tensor<2xf64>
  %p = arith.mulf %w, %r#0 : tensor<2xf64>
  return %p : tensor<2xf64>
}
// -----
// a fold that is no op alone, from any array: 2x3; 2
func.func @f(%a: tensor<2x3xf64>, %b: tensor<2xf64>) -> tensor<2xf64> {
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%a : tensor<2x3xf64>) outs(%b : tensor<2xf64>) {
  ^bb0(%x: f64, %s: f64):
    %p = arith.mulf %x, %s : f64
    %q = math.sin %p : f64
    linalg.yield %q : f64
  } -> tensor<2xf64>
  return %r : tensor<2xf64>
}
// -----
// results of other shapes: 2x3
func.func @f(%a: tensor<2x3xf64>) -> (tensor<2x3xf64>, tensor<3xf64>) {
  %e = tensor.empty() : tensor<2x3xf64>
  %z = arith.constant dense<1.0> : tensor<3xf64>
  %r:2 = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>],
    iterator_types = ["reduction", "parallel"]
  } ins(%a : tensor<2x3xf64>) outs(%e, %z : tensor<2x3xf64>, tensor<3xf64>) {
  ^bb0(%x: f64, %o: f64, %s: f64):
    %p = math.sin %x : f64
    %q = arith.mulf %s, %p : f64
    linalg.yield %q, %q : f64, f64
  } -> (tensor<2x3xf64>, tensor<3xf64>)
  return %r#0, %r#1 : tensor<2x3xf64>, tensor<3xf64>
}
// -----
// the diagonal and a quotient of positions: 3x3; 2
func.func @f(%a: tensor<3x3xf64>, %b: tensor<2xf64>) -> tensor<3xf64> {
  %e = tensor.empty() : tensor<3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i, i)>, affine_map<(i) -> (i floordiv 2)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]
  } ins(%a, %b : tensor<3x3xf64>, tensor<2xf64>) outs(%e : tensor<3xf64>) {
  ^bb0(%x: f64, %y: f64, %o: f64):
    %p = arith.mulf %x, %y : f64
    %q = math.sin %p : f64
    linalg.yield %q : f64
  } -> tensor<3xf64>
  return %r : tensor<3xf64>
}
// -----
// a convolution: 7; 3
func.func @f(%x: tensor<7xf64>, %w: tensor<3xf64>) -> tensor<5xf64> {
  %z = arith.constant dense<0.0> : tensor<5xf64>
  %r = linalg.conv_1d ins(%x, %w : tensor<7xf64>, tensor<3xf64>) outs(%z : tensor<5xf64>) -> tensor<5xf64>
  %s = math.sin %r : tensor<5xf64>
  return %s : tensor<5xf64>
}
// -----
// a convolution of images, strided and dilated: 1x7x8x2; 2x3x2x3
func.func @f(%x: tensor<1x7x8x2xf64>, %w: tensor<2x3x2x3xf64>) -> tensor<1x3x4x3xf64> {
  %z = arith.constant dense<0.0> : tensor<1x3x4x3xf64>
  %r = linalg.conv_2d_nhwc_hwcf {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<[1, 2]> : tensor<2xi64>}
    ins(%x, %w : tensor<1x7x8x2xf64>, tensor<2x3x2x3xf64>) outs(%z : tensor<1x3x4x3xf64>) -> tensor<1x3x4x3xf64>
  %s = math.sin %r : tensor<1x3x4x3xf64>
  return %s : tensor<1x3x4x3xf64>
}
// -----
// a convolution of images, sizes of run time: 1x1x5x6; 2x1x3x3
func.func @f(%x: tensor<?x1x?x?xf64>, %w: tensor<2x1x3x3xf64>) -> tensor<?x2x?x?xf64> {
  %zero = arith.constant 0.0 : f64
  %c0 = arith.constant 0 : index
  %c2 = arith.constant 2 : index
  %c3 = arith.constant 3 : index
  %n = tensor.dim %x, %c0 : tensor<?x1x?x?xf64>
  %h = tensor.dim %x, %c2 : tensor<?x1x?x?xf64>
  %v = tensor.dim %x, %c3 : tensor<?x1x?x?xf64>
  %h2 = arith.subi %h, %c2 : index
  %v2 = arith.subi %v, %c2 : index
  %e = tensor.empty(%n, %h2, %v2) : tensor<?x2x?x?xf64>
  %z = linalg.fill ins(%zero : f64) outs(%e : tensor<?x2x?x?xf64>) -> tensor<?x2x?x?xf64>
  %r = linalg.conv_2d_nchw_fchw {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
    ins(%x, %w : tensor<?x1x?x?xf64>, tensor<2x1x3x3xf64>) outs(%z : tensor<?x2x?x?xf64>) -> tensor<?x2x?x?xf64>
  %s = math.sin %r : tensor<?x2x?x?xf64>
  return %s : tensor<?x2x?x?xf64>
}
// -----
// a convolution of each channel: 1x4x4x2; 2x2x2
func.func @f(%x: tensor<1x4x4x2xf64>, %w: tensor<2x2x2xf64>) -> tensor<1x3x3x2xf64> {
  %z = arith.constant dense<0.0> : tensor<1x3x3x2xf64>
  %r = linalg.depthwise_conv_2d_nhwc_hwc {strides = dense<1> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
    ins(%x, %w : tensor<1x4x4x2xf64>, tensor<2x2x2xf64>) outs(%z : tensor<1x3x3x2xf64>) -> tensor<1x3x3x2xf64>
  %s = math.sin %r : tensor<1x3x3x2xf64>
  return %s : tensor<1x3x3x2xf64>
}
// -----
// the sums and the greatest of windows: 1x4x6x1
func.func @f(%x: tensor<1x4x6x1xf64>) -> (tensor<1x2x3x1xf64>, tensor<1x2x3x1xf64>) {
  %w = tensor.empty() : tensor<2x2xf64>
  %z = arith.constant dense<0.0> : tensor<1x2x3x1xf64>
  %l = arith.constant dense<0xFFF0000000000000> : tensor<1x2x3x1xf64>
  %y = math.sin %x : tensor<1x4x6x1xf64>
  %r = linalg.pooling_nhwc_sum {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
    ins(%y, %w : tensor<1x4x6x1xf64>, tensor<2x2xf64>) outs(%z : tensor<1x2x3x1xf64>) -> tensor<1x2x3x1xf64>
  %s = linalg.pooling_nhwc_max {strides = dense<2> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
    ins(%y, %w : tensor<1x4x6x1xf64>, tensor<2x2xf64>) outs(%l : tensor<1x2x3x1xf64>) -> tensor<1x2x3x1xf64>
  %t = arith.mulf %r, %r : tensor<1x2x3x1xf64>
  return %t, %s : tensor<1x2x3x1xf64>, tensor<1x2x3x1xf64>
}
// -----
// every other element, from the second on: 7
func.func @f(%x: tensor<7xf64>) -> tensor<3xf64> {
  %e = tensor.empty() : tensor<3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i * 2 + 1)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]
  } ins(%x : tensor<7xf64>) outs(%e : tensor<3xf64>) {
  ^bb0(%a: f64, %o: f64):
    %p = math.sin %a : f64
    linalg.yield %p : f64
  } -> tensor<3xf64>
  return %r : tensor<3xf64>
}
// -----
// three loops in one dimension: 6; 2; 2
func.func @f(%x: tensor<6xf64>, %v: tensor<2xf64>, %w: tensor<2xf64>) -> tensor<3xf64> {
  %z = arith.constant dense<0.0> : tensor<3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j, k) -> (i + j + 2 * k)>, affine_map<(i, j, k) -> (j)>, affine_map<(i, j, k) -> (k)>,
      affine_map<(i, j, k) -> (i)>],
    iterator_types = ["parallel", "reduction", "reduction"]
  } ins(%x, %v, %w : tensor<6xf64>, tensor<2xf64>, tensor<2xf64>) outs(%z : tensor<3xf64>) {
  ^bb0(%a: f64, %b: f64, %c: f64, %s: f64):
    %p = arith.mulf %a, %b : f64
    %q = arith.mulf %p, %c : f64
    %t = arith.addf %s, %q : f64
    linalg.yield %t : f64
  } -> tensor<3xf64>
  %u = math.sin %r : tensor<3xf64>
  return %u : tensor<3xf64>
}
// -----
// a branch in a body: 4; -
func.func @f(%x: tensor<4xf64>, %w: f64) -> tensor<4xf64> {
  %e = tensor.empty() : tensor<4xf64>
  %one = arith.constant 0.8 : f64
  %r = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]
  } ins(%x : tensor<4xf64>) outs(%e : tensor<4xf64>) {
  ^bb0(%a: f64, %o: f64):
    %c = arith.cmpf olt, %a, %one : f64
    %i = linalg.index 0 : index
    %p = scf.if %c -> f64 {
      %n = arith.index_cast %i : index to i64
      %m = arith.sitofp %n : i64 to f64
      %q = arith.mulf %a, %m : f64
      %s = math.sin %q : f64
      scf.yield %s : f64
    } else {
      %q = arith.mulf %a, %w : f64
      scf.yield %q : f64
    }
    linalg.yield %p : f64
  } -> tensor<4xf64>
  return %r : tensor<4xf64>
}
// -----
// a captured array, read at a position: 3; 4
func.func @f(%x: tensor<3xf64>, %w: tensor<4xf64>) -> tensor<3xf64> {
  %e = tensor.empty() : tensor<3xf64>
  %c1 = arith.constant 1 : index
  %r = linalg.generic {
    indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>],
    iterator_types = ["parallel"]
  } ins(%x : tensor<3xf64>) outs(%e : tensor<3xf64>) {
  ^bb0(%a: f64, %o: f64):
    %i = linalg.index 0 : index
    %j = arith.addi %i, %c1 : index
    %b = tensor.extract %w[%j] : tensor<4xf64>
    %p = arith.mulf %a, %b : f64
    %q = math.sin %p : f64
    linalg.yield %q : f64
  } -> tensor<3xf64>
  return %r : tensor<3xf64>
}
// -----
// in a loop and a branch: 3x3; 3
func.func @f(%a: tensor<3x3xf64>, %x: tensor<3xf64>) -> tensor<3xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c3 = arith.constant 3 : index
  %z = arith.constant dense<0.0> : tensor<3xf64>
  %r = scf.for %i = %c0 to %c3 step %c1 iter_args(%y = %x) -> tensor<3xf64> {
    %first = arith.cmpi eq, %i, %c0 : index
    %n = scf.if %first -> tensor<3xf64> {
      %m = linalg.matvec ins(%a, %y : tensor<3x3xf64>, tensor<3xf64>) outs(%z : tensor<3xf64>) -> tensor<3xf64>
      scf.yield %m : tensor<3xf64>
    } else {
      %m = linalg.matvec ins(%a, %y : tensor<3x3xf64>, tensor<3xf64>) outs(%x : tensor<3xf64>) -> tensor<3xf64>
      %t = math.tanh %m : tensor<3xf64>
      scf.yield %t : tensor<3xf64>
    }
    scf.yield %n : tensor<3xf64>
  }
  return %r : tensor<3xf64>
}
// -----
// no loop at all: ; -
func.func @f(%x: tensor<f64>, %w: f64) -> tensor<f64> {
  %e = tensor.empty() : tensor<f64>
  %r = linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []}
    ins(%x : tensor<f64>) outs(%e : tensor<f64>) {
  ^bb0(%a: f64, %o: f64):
    %p = arith.mulf %a, %w : f64
    %q = math.sin %p : f64
    linalg.yield %q : f64
  } -> tensor<f64>
  return %r : tensor<f64>
}
// -----
// a sum of what only the bounds of a loop tell: 3; 2
func.func @f(%x: tensor<3xf64>, %w: tensor<2xf64>) -> tensor<3xf64> {
  %z = arith.constant dense<0.0> : tensor<3xf64>
  %r = linalg.generic {
    indexing_maps = [affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i)>],
    iterator_types = ["parallel", "reduction"]
  } ins(%x, %w : tensor<3xf64>, tensor<2xf64>) outs(%z : tensor<3xf64>) {
  ^bb0(%a: f64, %b: f64, %s: f64):
    %p = math.sin %a : f64
    %q = arith.addf %p, %s : f64
    linalg.yield %q : f64
  } -> tensor<3xf64>
  return %r : tensor<3xf64>
}
