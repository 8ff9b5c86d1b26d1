// RUN: pullback-opt %s --nd-lower-nests | FileCheck %s

#both = affine_map<(d0, d1) -> (d0, d1)>
#rows = affine_map<(d0, d1) -> (d0)>
#columns = affine_map<(d0, d1) -> (d1)>
#all = affine_map<(d0, d1) -> ()>

// The inner loop carries the sum of a row, both carry the sum of all; the sum of a column has its place in memory.
// CHECK-LABEL: func.func @sums
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<2x?xf64>, %[[R:[a-z0-9]+]]: memref<2xf64>, %[[C:[a-z0-9]+]]: memref<?xf64>, %[[S:[a-z0-9]+]]: memref<f64>
// CHECK: %[[START:[a-z0-9]+]] = memref.load %[[S]][]
// CHECK: %[[ALL:[a-z0-9]+]] = scf.for %[[I:[a-z0-9]+]] = {{.*}} iter_args(%{{.*}} = %[[START]]) -> (f64)
// CHECK: memref.load %[[R]][%[[I]]]
// CHECK: %[[ROW:[a-z0-9]+]]:2 = scf.for %[[J:[a-z0-9]+]] = {{.*}} -> (f64, f64)
// CHECK: memref.store %{{.*}}, %[[C]][%[[J]]]
// CHECK: memref.store %[[ROW]]#1, %[[R]][%[[I]]]
// CHECK: memref.store %[[ALL]], %[[S]][]
func.func @sums(%x: memref<2x?xf64>, %r: memref<2xf64>, %c: memref<?xf64>, %s: memref<f64>) {
  linalg.generic {indexing_maps = [#both, #rows, #columns, #all], iterator_types = ["reduction", "reduction"]} ins(%x : memref<2x?xf64>) outs(%r, %c, %s : memref<2xf64>, memref<?xf64>, memref<f64>) {
  ^bb0(%a: f64, %p: f64, %q: f64, %t: f64):
    %0 = arith.addf %a, %p : f64
    %1 = arith.addf %a, %q : f64
    %2 = arith.addf %a, %t : f64
    linalg.yield %0, %1, %2 : f64, f64, f64
  }
  return
}

// Positions, places that are sums of loops' numbers, and what is written without being read.
// CHECK-LABEL: func.func @window
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<5xf64>, %[[Y:[a-z0-9]+]]: memref<3x3xf64>
// CHECK-NOT: memref.load %[[Y]]
// CHECK: affine.apply
// CHECK: arith.index_cast
// CHECK: memref.store %{{.*}}, %[[Y]]
func.func @window(%x: memref<5xf64>, %y: memref<3x3xf64>) {
  linalg.generic {indexing_maps = [affine_map<(d0, d1) -> (d0 + d1)>, #both], iterator_types = ["parallel", "parallel"]} ins(%x : memref<5xf64>) outs(%y : memref<3x3xf64>) {
  ^bb0(%a: f64, %o: f64):
    %i = linalg.index 1 : index
    %j = arith.index_cast %i : index to i64
    %k = arith.sitofp %j : i64 to f64
    %b = arith.mulf %a, %k : f64
    linalg.yield %b : f64
  }
  return
}

// Without loops the body stands where the op stood.
// CHECK-LABEL: func.func @number
// CHECK: memref.load
// CHECK: math.sin
// CHECK: memref.store
// CHECK: return
func.func @number(%x: memref<f64>, %y: memref<f64>) {
  linalg.generic {indexing_maps = [affine_map<() -> ()>, affine_map<() -> ()>], iterator_types = []} ins(%x : memref<f64>) outs(%y : memref<f64>) {
  ^bb0(%a: f64, %o: f64):
    %b = math.sin %a : f64
    linalg.yield %b : f64
  }
  return
}
