// RUN: pullback-opt %s --functional-differentiate --functional-to-first-order --symbol-dce | FileCheck %s

func.func private @mapped(%x: tensor<?xf64>, %c: f64) -> tensor<?xf64> {
  %y = nd.map (%a in %x : tensor<?xf64>) -> tensor<?xf64> {
    %p = arith.mulf %a, %c : f64
    %s = math.sin %p : f64
    nd.yield %s : f64
  }
  return %y : tensor<?xf64>
}
// The reverse of a map is one map, which computes the function again; what it captures is summed.
// CHECK-LABEL: func.func @mapped_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<?xf64>, %[[C:.*]]: f64, %[[D:.*]]: tensor<?xf64>
// CHECK: %[[G:.*]]:2 = nd.map (%[[A:.*]] in %[[X]] : tensor<?xf64>, %[[DA:.*]] in %[[D]] : tensor<?xf64>)
// CHECK: %[[P:.*]] = arith.mulf %[[A]], %[[C]]
// CHECK: %[[S:.*]] = math.cos %[[P]]
// CHECK: %[[Q:.*]] = arith.mulf %[[DA]], %[[S]]
// CHECK: nd.yield
// CHECK: %[[SUM:.*]] = nd.sum %[[G]]#1 [0] : tensor<?xf64> to f64
// CHECK: return %[[G]]#0, %[[SUM]]
func.func @mapped_vjp(%x: tensor<?xf64>, %c: f64, %d: tensor<?xf64>) -> (tensor<?xf64>, f64) {
  %f = functional.ref @mapped : !functional.fn<(tensor<?xf64>, f64) -> tensor<?xf64>>
  %p = functional.vjp %f : !functional.fn<(tensor<?xf64>, f64) -> tensor<?xf64>>
  %y, %b = functional.apply %p(%x, %c) : !functional.fn<(tensor<?xf64>, f64) -> (tensor<?xf64>, !functional.fn<(tensor<?xf64>) -> (tensor<?xf64>, f64)>)>
  %g:2 = functional.apply %b(%d) : !functional.fn<(tensor<?xf64>) -> (tensor<?xf64>, f64)>
  return %g#0, %g#1 : tensor<?xf64>, f64
}
// CHECK-LABEL: func.func @mapped_jvp(
// CHECK-COUNT-1: nd.map
// CHECK-NOT: nd.map
// CHECK: return
func.func @mapped_jvp(%x: tensor<?xf64>, %c: f64, %v: tensor<?xf64>) -> tensor<?xf64> {
  %f = functional.ref @mapped : !functional.fn<(tensor<?xf64>, f64) -> tensor<?xf64>>
  %p = functional.jvp %f wrt [0] : !functional.fn<(tensor<?xf64>, f64) -> tensor<?xf64>>
  %y:2 = functional.apply %p(%x, %c, %v) : !functional.fn<(tensor<?xf64>, f64, tensor<?xf64>) -> (tensor<?xf64>, tensor<?xf64>)>
  return %y#1 : tensor<?xf64>
}
// An array that the function reads: loops that add into one array.
func.func private @reads(%w: tensor<?xf64>, %x: tensor<?xindex>) -> tensor<?xf64> {
  %y = nd.map (%i in %x : tensor<?xindex>) -> tensor<?xf64> {
    %a = tensor.extract %w[%i] : tensor<?xf64>
    %s = math.sin %a : f64
    nd.yield %s : f64
  }
  return %y : tensor<?xf64>
}
// CHECK-LABEL: func.func @reads_vjp(
// CHECK-SAME: %[[W:.*]]: tensor<?xf64>, %[[I:.*]]: tensor<?xindex>, %[[D:.*]]: tensor<?xf64>
// CHECK: %[[ZERO:.*]] = nd.broadcast
// CHECK: scf.for {{.*}} iter_args(%[[DY:.*]] = %[[D]], %[[DW:.*]] = %[[ZERO]])
// CHECK-NOT: nd.broadcast
// CHECK-NOT: arith.addf
// CHECK: %[[NEW:.*]] = nd.scatter add %{{.*}} into %[[DW]][%{{.*}}] along [0]
// CHECK: scf.yield %{{.*}}, %[[NEW]]
func.func @reads_vjp(%w: tensor<?xf64>, %x: tensor<?xindex>, %d: tensor<?xf64>) -> tensor<?xf64> {
  %f = functional.ref @reads : !functional.fn<(tensor<?xf64>, tensor<?xindex>) -> tensor<?xf64>>
  %p = functional.vjp %f : !functional.fn<(tensor<?xf64>, tensor<?xindex>) -> tensor<?xf64>>
  %y, %b = functional.apply %p(%w, %x) : !functional.fn<(tensor<?xf64>, tensor<?xindex>) -> (tensor<?xf64>, !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>)>
  %g = functional.apply %b(%d) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
  return %g : tensor<?xf64>
}
func.func private @greatest(%x: tensor<?x3xf64>, %low: f64) -> tensor<?xf64> {
  %y = nd.reduce (%a in %x : tensor<?x3xf64>) from (%m = %low : f64) along [1] -> tensor<?xf64> {
    %n = arith.maximumf %a, %m : f64
    nd.yield %n : f64
  }
  return %y : tensor<?xf64>
}
// Ties split evenly, what the fold starts from included.
// CHECK-LABEL: func.func @greatest_vjp(
// CHECK-SAME: %[[X:.*]]: tensor<?x3xf64>, %[[LOW:.*]]: f64, %[[D:.*]]: tensor<?xf64>
// CHECK: %[[Y:.*]] = nd.reduce
// CHECK: %[[EACH:.*]] = nd.broadcast %[[Y]] [0]
// CHECK: %[[HIT:.*]] = arith.cmpf uge, %[[X]], %[[EACH]]
// CHECK: %[[COUNT:.*]] = nd.sum
// CHECK: %[[ALL:.*]] = arith.addf %[[COUNT]]
// CHECK: %[[SHARE:.*]] = arith.divf %[[D]], %[[ALL]]
// CHECK: %[[SPREAD:.*]] = nd.broadcast %[[SHARE]] [0]
// CHECK: %[[G:.*]] = arith.select %[[HIT]], %[[SPREAD]], %{{.*}}
// CHECK: return %[[G]]
func.func @greatest_vjp(%x: tensor<?x3xf64>, %low: f64, %d: tensor<?xf64>) -> tensor<?x3xf64> {
  %f = functional.ref @greatest : !functional.fn<(tensor<?x3xf64>, f64) -> tensor<?xf64>>
  %p = functional.vjp %f wrt [0] : !functional.fn<(tensor<?x3xf64>, f64) -> tensor<?xf64>>
  %y, %b = functional.apply %p(%x, %low) : !functional.fn<(tensor<?x3xf64>, f64) -> (tensor<?xf64>, !functional.fn<(tensor<?xf64>) -> tensor<?x3xf64>>)>
  %g = functional.apply %b(%d) : !functional.fn<(tensor<?xf64>) -> tensor<?x3xf64>>
  return %g : tensor<?x3xf64>
}

func.func private @product(%x: tensor<?xf64>) -> f64 {
  %one = arith.constant 1.0 : f64
  %y = nd.reduce (%a in %x : tensor<?xf64>) from (%p = %one : f64) along [0] -> f64 {
    %q = arith.mulf %a, %p : f64
    nd.yield %q : f64
  }
  return %y : f64
}
// A product from each side: right where elements are zero.
// CHECK-LABEL: func.func @product_grad(
// CHECK-SAME: %[[X:.*]]: tensor<?xf64>
// CHECK: %[[BEFORE:.*]] = nd.scan (%{{.*}} in %[[X]] : tensor<?xf64>) from {{.*}} along 0 exclusive
// CHECK: %[[BACK:.*]]:2 = nd.scan (%[[A:.*]] in %[[X]] : tensor<?xf64>, %[[P:.*]] in %[[BEFORE]] : tensor<?xf64>) from (%[[D:[a-z0-9]+]] = {{.*}} along 0 reverse
// CHECK: arith.mulf %[[D]], %[[P]]
// CHECK: arith.mulf %[[D]], %[[A]]
// CHECK: return %[[BACK]]#1
func.func @product_grad(%x: tensor<?xf64>) -> tensor<?xf64> {
  %f = functional.ref @product : !functional.fn<(tensor<?xf64>) -> f64>
  %g = functional.grad %f : !functional.fn<(tensor<?xf64>) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(tensor<?xf64>) -> tensor<?xf64>>
  return %r : tensor<?xf64>
}

// An element is read a trip: the cotangents are added in one array, which both loops and the branch hand on, and what
// is read is read again, not kept.
func.func private @branches(%x: tensor<?xf64>, %n: index) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %zero = arith.constant 0.0 : f64
  %s = scf.for %i = %c0 to %n step %c1 iter_args(%s = %zero) -> f64 {
    %t = scf.for %j = %c0 to %n step %c1 iter_args(%t = %s) -> f64 {
      %a = tensor.extract %x[%j] : tensor<?xf64>
      %c = arith.cmpf ogt, %a, %zero : f64
      %u = scf.if %c -> f64 {
        %b = tensor.extract %x[%i] : tensor<?xf64>
        %p = arith.mulf %a, %b : f64
        scf.yield %p : f64
      } else {
        scf.yield %zero : f64
      }
      %v = arith.addf %t, %u : f64
      scf.yield %v : f64
    }
    scf.yield %t : f64
  }
  return %s : f64
}
// CHECK-LABEL: func.func @branches_grad(
// CHECK: %[[ZEROS:.*]] = nd.broadcast %{{.*}} [] sizes
// CHECK: scf.for {{.*}}iter_args({{.*}}%[[OUTER:.*]] = %[[ZEROS]]
// CHECK: scf.for {{.*}}iter_args({{.*}}%[[INNER:.*]] = %[[OUTER]]
// CHECK-NOT: nd.broadcast
// CHECK-NOT: arith.addf {{.*}} tensor
// CHECK: %[[ONE:.*]] = nd.scatter add %{{.*}} into %[[INNER]]
// CHECK: return
func.func @branches_grad(%x: tensor<?xf64>, %n: index) -> tensor<?xf64> {
  %f = functional.ref @branches : !functional.fn<(tensor<?xf64>, index) -> f64>
  %g = functional.grad %f : !functional.fn<(tensor<?xf64>, index) -> f64>
  %r = functional.apply %g(%x, %n) : !functional.fn<(tensor<?xf64>, index) -> tensor<?xf64>>
  return %r : tensor<?xf64>
}
