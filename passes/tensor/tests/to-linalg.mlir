// RUN: pullback-opt %s --nd-to-linalg --canonicalize | FileCheck %s

// CHECK-DAG: #[[ALL:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[SWAPPED:.*]] = affine_map<(d0, d1) -> (d1, d0)>

// A map takes its function as it is.
// CHECK-LABEL: func.func @map
// CHECK: linalg.generic {indexing_maps = [#[[ALL]], #[[ALL]]], iterator_types = ["parallel", "parallel"]}
// CHECK: linalg.index 1
// CHECK: arith.mulf %{{.*}}, %arg1 : f64
func.func @map(%x: tensor<2x3xf64>, %k: f64) -> tensor<2x3xf64> {
  %y = nd.map (%a in %x : tensor<2x3xf64>) -> tensor<2x3xf64> {
    %i = nd.index 1
    %n = arith.index_cast %i : index to i64
    %u = arith.sitofp %n : i64 to f64
    %b = arith.mulf %a, %k : f64
    %c = arith.addf %b, %u : f64
    nd.yield %c : f64
  }
  return %y : tensor<2x3xf64>
}

// CHECK-LABEL: func.func @transpose
// CHECK: linalg.generic {indexing_maps = [#[[SWAPPED]], #[[ALL]]], iterator_types = ["parallel", "parallel"]}
func.func @transpose(%x: tensor<2x3xf64>) -> tensor<3x2xf64> {
  %y = nd.transpose %x [1, 0] : tensor<2x3xf64> to tensor<3x2xf64>
  return %y : tensor<3x2xf64>
}

// Sizes that are known are not tested; others are, once each.
// CHECK-LABEL: func.func @known
// CHECK-NOT: pullback_fail
func.func @known(%x: tensor<3xf64>, %y: tensor<3xf64>) -> f64 {
  %r = nd.contract "i,i->" %x, %y : (tensor<3xf64>, tensor<3xf64>) -> f64
  return %r : f64
}

// CHECK-LABEL: func.func @unknown
// CHECK-COUNT-1: llvm.call @pullback_fail
// CHECK-NOT: pullback_fail
func.func @unknown(%x: tensor<?xf64>, %y: tensor<3xf64>) -> f64 {
  %r = nd.contract "i,i->" %x, %y : (tensor<?xf64>, tensor<3xf64>) -> f64
  return %r : f64
}

// Positions of maps in each other are not confused.
// CHECK-LABEL: func.func @nested
// CHECK: linalg.generic
// CHECK: linalg.index 0
// CHECK: scf.for
// CHECK-NOT: linalg.index 0
// CHECK: linalg.yield
func.func @nested(%x: tensor<2xindex>) -> tensor<2xindex> {
  %y = nd.map () -> tensor<2xindex> {
    %i = nd.index 0
    %z = nd.map () -> tensor<2xindex> {
      %j = nd.index 0
      nd.yield %j : index
    }
    %a = tensor.extract %z[%i] : tensor<2xindex>
    nd.yield %a : index
  }
  return %y : tensor<2xindex>
}
