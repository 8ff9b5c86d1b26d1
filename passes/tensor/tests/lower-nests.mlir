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

// A last loop of few trips is a vector: sums of its lanes come in order unless flags say otherwise, and what one trip takes all take.
// CHECK-LABEL: func.func @few
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<3x14xf64, strided<[28, 1]>>, %[[R:[a-z0-9]+]]: memref<3xf64>
// CHECK: %[[ALL:[a-z0-9]+]] = scf.for %[[I:[a-z0-9]+]]
// CHECK-NOT: scf.for
// CHECK: %[[HAD:[a-z0-9]+]] = memref.load %[[R]][%[[I]]]
// CHECK: %[[LANES:[a-z0-9]+]] = vector.load %[[X]][%[[I]], %{{.*}}]
// CHECK: %[[K:[a-z0-9]+]] = memref.load
// CHECK: %[[E:[a-z0-9]+]] = math.exp %[[LANES]] : vector<14xf64>
// CHECK: %[[KS:[a-z0-9]+]] = vector.broadcast %[[K]]
// CHECK: %[[P:[a-z0-9]+]] = arith.mulf %[[E]], %[[KS]] : vector<14xf64>
// CHECK: vector.store %[[P]]
// CHECK: %[[SUM:[a-z0-9]+]] = vector.reduction <add>, %[[E]], %[[HAD]]
// CHECK: vector.reduction <maximumf>, %[[P]]
// CHECK: memref.store %[[SUM]], %[[R]][%[[I]]]
func.func @few(%x: memref<3x14xf64, strided<[28, 1]>>, %r: memref<3xf64>, %k: memref<3xf64>, %m: memref<f64>, %y: memref<3x14xf64>) {
  linalg.generic {indexing_maps = [#both, #rows, #both, #rows, #all], iterator_types = ["reduction", "reduction"]} ins(%x, %k : memref<3x14xf64, strided<[28, 1]>>, memref<3xf64>) outs(%y, %r, %m : memref<3x14xf64>, memref<3xf64>, memref<f64>) {
  ^bb0(%a: f64, %b: f64, %o: f64, %p: f64, %q: f64):
    %e = math.exp %a : f64
    %0 = arith.mulf %e, %b : f64
    %1 = arith.addf %p, %e : f64
    %2 = arith.maximumf %0, %q : f64
    linalg.yield %0, %1, %2 : f64, f64, f64
  }
  return
}

// Not where elements are apart, nor where a sum is read on the way, nor for a function without vectors.
// CHECK-LABEL: func.func @none
// CHECK-NOT: vector
func.func @none(%x: memref<14xf64, strided<[2]>>, %z: memref<14xf64>, %s: memref<f64>, %y: memref<14xf64>) {
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%x : memref<14xf64, strided<[2]>>) outs(%y : memref<14xf64>) {
  ^bb0(%a: f64, %o: f64):
    %0 = arith.mulf %a, %a : f64
    linalg.yield %0 : f64
  }
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>, affine_map<(d0) -> (d0)>], iterator_types = ["reduction"]} ins(%z : memref<14xf64>) outs(%s, %y : memref<f64>, memref<14xf64>) {
  ^bb0(%a: f64, %p: f64, %o: f64):
    %0 = arith.addf %a, %p : f64
    linalg.yield %0, %0 : f64, f64
  }
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} ins(%z : memref<14xf64>) outs(%y : memref<14xf64>) {
  ^bb0(%a: f64, %o: f64):
    %0 = math.erf %a : f64
    linalg.yield %0 : f64
  }
  return
}
