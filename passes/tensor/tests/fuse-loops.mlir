// RUN: pullback-opt %s --nd-fuse-loops --linalg-fuse-elementwise-ops --canonicalize --cse | FileCheck %s

#all = affine_map<(d0) -> (d0)>
#none = affine_map<(d0) -> ()>
#both = affine_map<(d0, d1) -> (d0, d1)>
#rows = affine_map<(d0, d1) -> (d0)>

// What one op makes and the other one adds up is no array any more.
// CHECK-LABEL: func.func @producer
// CHECK-COUNT-1: linalg.generic
// CHECK: %[[SINE:[a-z0-9]+]] = math.sin
// CHECK: arith.addf %[[SINE]]
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @producer(%x: tensor<?xf64>) -> (tensor<?xf64>, f64) {
  %c0 = arith.constant 0 : index
  %n = tensor.dim %x, %c0 : tensor<?xf64>
  %e = tensor.empty(%n) : tensor<?xf64>
  %z = arith.constant dense<0.0> : tensor<f64>
  %y = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel"]} ins(%x : tensor<?xf64>) outs(%e : tensor<?xf64>) {
  ^bb0(%a: f64, %o: f64):
    %b = math.sin %a : f64
    linalg.yield %b : f64
  } -> tensor<?xf64>
  %s = linalg.generic {indexing_maps = [#all, #none], iterator_types = ["reduction"]} ins(%y : tensor<?xf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %o: f64):
    %b = arith.addf %a, %o : f64
    linalg.yield %b : f64
  } -> tensor<f64>
  %r = tensor.extract %s[] : tensor<f64>
  return %y, %r : tensor<?xf64>, f64
}

// Two that read one array compute what both need once, and what stands between them waits.
// CHECK-LABEL: func.func @siblings
// CHECK: linalg.generic
// CHECK-COUNT-1: math.exp
// CHECK-NOT: linalg.generic
// CHECK: math.log
func.func @siblings(%x: tensor<4xf64>) -> (f64, f64, tensor<4xf64>) {
  %z = arith.constant dense<0.0> : tensor<f64>
  %s = linalg.generic {indexing_maps = [#all, #none], iterator_types = ["reduction"]} ins(%x : tensor<4xf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %o: f64):
    %e = math.exp %a : f64
    %b = arith.addf %e, %o : f64
    linalg.yield %b : f64
  } -> tensor<f64>
  %v = tensor.extract %s[] : tensor<f64>
  %l = math.log %v : f64
  %e = tensor.empty() : tensor<4xf64>
  %y = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel"]} ins(%x : tensor<4xf64>) outs(%e : tensor<4xf64>) {
  ^bb0(%a: f64, %o: f64):
    %b = math.exp %a : f64
    linalg.yield %b : f64
  } -> tensor<4xf64>
  return %l, %v, %y : f64, f64, tensor<4xf64>
}

// A sum is there when all of it is: rows are divided by their sums afterwards.
// CHECK-LABEL: func.func @sum_first
// CHECK-COUNT-2: linalg.generic
func.func @sum_first(%x: tensor<2x3xf64>) -> tensor<2x3xf64> {
  %z = arith.constant dense<0.0> : tensor<2xf64>
  %s = linalg.generic {indexing_maps = [#both, #rows], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<2x3xf64>) outs(%z : tensor<2xf64>) {
  ^bb0(%a: f64, %o: f64):
    %b = arith.addf %a, %o : f64
    linalg.yield %b : f64
  } -> tensor<2xf64>
  %e = tensor.empty() : tensor<2x3xf64>
  %y = linalg.generic {indexing_maps = [#both, #rows, #both], iterator_types = ["parallel", "parallel"]} ins(%x, %s : tensor<2x3xf64>, tensor<2xf64>) outs(%e : tensor<2x3xf64>) {
  ^bb0(%a: f64, %t: f64, %o: f64):
    %b = arith.divf %a, %t : f64
    linalg.yield %b : f64
  } -> tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}

// What depends on the first through something else comes after it.
// CHECK-LABEL: func.func @through_a_number
// CHECK-COUNT-2: linalg.generic
func.func @through_a_number(%x: tensor<4xf64>) -> tensor<4xf64> {
  %z = arith.constant dense<0.0> : tensor<f64>
  %s = linalg.generic {indexing_maps = [#all, #none], iterator_types = ["reduction"]} ins(%x : tensor<4xf64>) outs(%z : tensor<f64>) {
  ^bb0(%a: f64, %o: f64):
    %b = arith.addf %a, %o : f64
    linalg.yield %b : f64
  } -> tensor<f64>
  %v = tensor.extract %s[] : tensor<f64>
  %e = tensor.empty() : tensor<4xf64>
  %y = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel"]} ins(%x : tensor<4xf64>) outs(%e : tensor<4xf64>) {
  ^bb0(%a: f64, %o: f64):
    %b = arith.divf %a, %v : f64
    linalg.yield %b : f64
  } -> tensor<4xf64>
  return %y : tensor<4xf64>
}

// Sizes of which only run time knows whether they are equal keep their loops.
// CHECK-LABEL: func.func @sizes
// CHECK-COUNT-2: linalg.generic
func.func @sizes(%x: tensor<?xf64>, %y: tensor<?xf64>, %k: tensor<f64>) -> (tensor<f64>, tensor<f64>) {
  %z = arith.constant dense<0.0> : tensor<f64>
  %s = linalg.generic {indexing_maps = [#none, #all, #none], iterator_types = ["reduction"]} ins(%k, %x : tensor<f64>, tensor<?xf64>) outs(%z : tensor<f64>) {
  ^bb0(%f: f64, %a: f64, %o: f64):
    %p = arith.mulf %a, %a : f64
    %b = arith.addf %p, %o : f64
    linalg.yield %b : f64
  } -> tensor<f64>
  %t = linalg.generic {indexing_maps = [#none, #all, #none], iterator_types = ["reduction"]} ins(%k, %y : tensor<f64>, tensor<?xf64>) outs(%z : tensor<f64>) {
  ^bb0(%f: f64, %a: f64, %o: f64):
    %b = arith.addf %a, %o : f64
    linalg.yield %b : f64
  } -> tensor<f64>
  return %s, %t : tensor<f64>, tensor<f64>
}

// A value that is the same everywhere, and a row that stands for a matrix, are no matrices, also where several ops read them.
// CHECK-LABEL: func.func @from_where_it_is
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<2x3xf64>, %[[R:[a-z0-9]+]]: tensor<2xf64>, %[[K:[a-z0-9]+]]: f64
// CHECK-NOT: tensor.splat
// CHECK: linalg.generic {{.*}} ins(%[[R]], %[[X]] : tensor<2xf64>, tensor<2x3xf64>)
// CHECK: arith.mulf %{{.*}}, %[[K]] : f64
func.func @from_where_it_is(%x: tensor<2x3xf64>, %r: tensor<2xf64>, %k: f64) -> (tensor<2x3xf64>, tensor<2x3xf64>) {
  %e = tensor.empty() : tensor<2x3xf64>
  %s = tensor.splat %k : tensor<2x3xf64>
  %m = linalg.generic {indexing_maps = [#rows, #both], iterator_types = ["parallel", "parallel"]} ins(%r : tensor<2xf64>) outs(%e : tensor<2x3xf64>) {
  ^bb0(%a: f64, %o: f64):
    linalg.yield %a : f64
  } -> tensor<2x3xf64>
  %y = linalg.generic {indexing_maps = [#both, #both, #both], iterator_types = ["parallel", "parallel"]} ins(%m, %s : tensor<2x3xf64>, tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) {
  ^bb0(%a: f64, %b: f64, %o: f64):
    %c = arith.mulf %a, %b : f64
    linalg.yield %c : f64
  } -> tensor<2x3xf64>
  %w = linalg.generic {indexing_maps = [#both, #both, #both], iterator_types = ["parallel", "parallel"]} ins(%m, %x : tensor<2x3xf64>, tensor<2x3xf64>) outs(%e : tensor<2x3xf64>) {
  ^bb0(%a: f64, %b: f64, %o: f64):
    %c = arith.addf %a, %b : f64
    linalg.yield %c : f64
  } -> tensor<2x3xf64>
  return %y, %w : tensor<2x3xf64>, tensor<2x3xf64>
}
