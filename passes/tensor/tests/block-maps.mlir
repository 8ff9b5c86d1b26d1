// RUN: pullback-opt %s --nd-block-maps | FileCheck %s

// Two blocks and a rest: numbers are vectors, a tape is a matrix with a row a trip, and what does not depend on elements stays.
// CHECK-LABEL: func.func @tape
// CHECK-DAG: %[[END:.*]] = arith.constant 64 : index
// CHECK: %[[ALL:[a-z0-9_]+]] = scf.for %[[AT:[a-z0-9_]+]] = {{.*}} to %[[END]]
// CHECK: %[[X:[a-z0-9_]+]] = vector.transfer_read %arg0[%[[AT]]]
// CHECK: %[[TAPE:[a-z0-9_]+]] = tensor.empty() : tensor<9x32xf64>
// CHECK: scf.for %[[I:[a-z0-9_]+]] = {{.*}} -> (vector<32xf64>, tensor<9x32xf64>)
// CHECK: vector.transfer_write %{{.*}}, %{{.*}}[%[[I]], %{{.*}}]
// CHECK: scf.for {{.*}} -> (vector<32xf64>)
// CHECK: vector.transfer_read
// CHECK: arith.mulf %{{.*}} : f64
// CHECK: vector.broadcast
// CHECK: vector.transfer_write
// CHECK: %[[REST:[a-z0-9_]+]] = tensor.extract_slice %arg0
// CHECK: nd.map (%{{.*}} in %[[REST]] : tensor<6xf64>)
// CHECK: tensor.insert_slice %{{.*}} into %[[ALL]]
func.func @tape(%x: tensor<70xf64>, %k: f64) -> tensor<70xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 9 : index
  %y = nd.map (%a in %x : tensor<70xf64>) -> tensor<70xf64> {
    %s = functional.stack capacity %n : !functional.stack<f64>
    %f:2 = scf.for %i = %c0 to %n step %c1 iter_args(%b = %a, %t = %s) -> (f64, !functional.stack<f64>) {
      %c = arith.mulf %b, %a : f64
      %u = functional.push %t, %b : !functional.stack<f64>
      scf.yield %c, %u : f64, !functional.stack<f64>
    }
    %g:2 = scf.for %i = %c0 to %n step %c1 iter_args(%b = %f#0, %t = %f#1) -> (f64, !functional.stack<f64>) {
      %rest, %e = functional.pop %t : !functional.stack<f64>
      %kk = arith.mulf %k, %k : f64
      %c = arith.mulf %e, %kk : f64
      %d = arith.addf %b, %c : f64
      scf.yield %d, %rest : f64, !functional.stack<f64>
    }
    nd.yield %g#0 : f64
  }
  return %y : tensor<70xf64>
}

// How often a loop goes round may depend on the element: nothing is done then.
// CHECK-LABEL: func.func @trips
// CHECK-NOT: vector
// CHECK: nd.map
func.func @trips(%x: tensor<64xf64>) -> tensor<64xf64> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %y = nd.map (%a in %x : tensor<64xf64>) -> tensor<64xf64> {
    %m = arith.fptosi %a : f64 to i64
    %n = arith.index_cast %m : i64 to index
    %f = scf.for %i = %c0 to %n step %c1 iter_args(%b = %a) -> f64 {
      %c = arith.mulf %b, %a : f64
      scf.yield %c : f64
    }
    nd.yield %f : f64
  }
  return %y : tensor<64xf64>
}

// A function without loops is LLVM's to make vectors of.
// CHECK-LABEL: func.func @plain
// CHECK-NOT: vector
func.func @plain(%x: tensor<64xf64>) -> tensor<64xf64> {
  %y = nd.map (%a in %x : tensor<64xf64>) -> tensor<64xf64> {
    %b = math.exp %a : f64
    nd.yield %b : f64
  }
  return %y : tensor<64xf64>
}
