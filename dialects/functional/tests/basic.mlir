// Every op and type parses, prints as it was written and verifies.
// RUN: pullback-opt %s | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --mlir-print-op-generic | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --emit-bytecode | pullback-opt | FileCheck %s

// CHECK-LABEL: func.func private @types(!functional.fn<() -> ()>, !functional.fn<(f64) -> !functional.fn<(i32, f64) -> (f64, f64)>>)
func.func private @types(!functional.fn<() -> ()>, !functional.fn<(f64) -> !functional.fn<(i32, f64) -> (f64, f64)>>)

// CHECK-LABEL: func.func @lambdas
func.func @lambdas(%captured: f64) {
  // CHECK: functional.lambda (%{{.*}}: f64, %{{.*}}: f64) -> f64 {
  // CHECK:   functional.return %{{.*}} : f64
  %f = functional.lambda (%x: f64, %y: f64) -> f64 {
    %r = arith.mulf %x, %captured : f64
    functional.return %r : f64
  }
  // CHECK: functional.lambda () {
  // CHECK:   functional.return{{$}}
  %unit = functional.lambda () {
    functional.return
  }
  // CHECK: functional.lambda (%{{.*}}: i32) -> (i32, i32) attributes {note = "twice"} {
  // CHECK:   functional.return %{{.*}}, %{{.*}} : i32, i32
  %twice = functional.lambda (%x: i32) -> (i32, i32) attributes {note = "twice"} {
    functional.return %x, %x : i32, i32
  }
  // CHECK: functional.lambda (%{{.*}}: f64) -> !functional.fn<(f64) -> f64> {
  // CHECK:   functional.lambda (%{{.*}}: f64) -> f64 {
  %curried = functional.lambda (%x: f64) -> !functional.fn<(f64) -> f64> {
    %inner = functional.lambda (%y: f64) -> f64 {
      %r = arith.addf %x, %y : f64
      functional.return %r : f64
    }
    functional.return %inner : !functional.fn<(f64) -> f64>
  }
  return
}

// CHECK-LABEL: func.func @recursion
func.func @recursion() {
  // CHECK: %{{.*}} = functional.letrec (%[[SELF:.*]]: !functional.fn<(f64) -> f64>) {
  // CHECK:   functional.apply %[[SELF]](%{{.*}}) : !functional.fn<(f64) -> f64>
  // CHECK:   functional.return %{{.*}} : !functional.fn<(f64) -> f64>
  %f = functional.letrec (%self: !functional.fn<(f64) -> f64>) {
    %l = functional.lambda (%x: f64) -> f64 {
      %r = functional.apply %self(%x) : !functional.fn<(f64) -> f64>
      functional.return %r : f64
    }
    functional.return %l : !functional.fn<(f64) -> f64>
  }
  // CHECK: %{{.*}}:2 = functional.letrec (%{{.*}}: !functional.fn<() -> i1>, %{{.*}}: !functional.fn<() -> i32>) attributes {note = "mutual"} {
  // CHECK:   functional.return %{{.*}}, %{{.*}} : !functional.fn<() -> i1>, !functional.fn<() -> i32>
  %g:2 = functional.letrec (%a: !functional.fn<() -> i1>, %b: !functional.fn<() -> i32>) attributes {note = "mutual"} {
    functional.return %a, %b : !functional.fn<() -> i1>, !functional.fn<() -> i32>
  }
  // CHECK: functional.letrec () {
  functional.letrec () {
    functional.return
  }
  return
}

// CHECK-LABEL: func.func @calls
func.func @calls(%f: !functional.fn<(f64, i32) -> f64>, %a: f64, %b: i32) {
  // CHECK: %[[REF:.*]] = functional.ref @lambdas : !functional.fn<(f64) -> ()>
  %ref = functional.ref @lambdas : !functional.fn<(f64) -> ()>
  // CHECK: functional.apply %[[REF]](%{{.*}}) : !functional.fn<(f64) -> ()>
  functional.apply %ref(%a) : !functional.fn<(f64) -> ()>
  // CHECK: %{{.*}} = functional.apply %{{.*}}(%{{.*}}, %{{.*}}) {note = "call"} : !functional.fn<(f64, i32) -> f64>
  %r = functional.apply %f(%a, %b) {note = "call"} : !functional.fn<(f64, i32) -> f64>
  // CHECK: %[[P0:.*]] = functional.partial %{{.*}}() : !functional.fn<(f64, i32) -> f64>
  %p0 = functional.partial %f() : !functional.fn<(f64, i32) -> f64>
  // CHECK: %[[P1:.*]] = functional.partial %[[P0]](%{{.*}}) : !functional.fn<(f64, i32) -> f64>
  %p1 = functional.partial %p0(%a) : !functional.fn<(f64, i32) -> f64>
  // CHECK: %[[P2:.*]] = functional.partial %[[P1]](%{{.*}}) : !functional.fn<(i32) -> f64>
  %p2 = functional.partial %p1(%b) : !functional.fn<(i32) -> f64>
  // CHECK: functional.apply %[[P2]]() : !functional.fn<() -> f64>
  %s = functional.apply %p2() : !functional.fn<() -> f64>
  return
}

// CHECK-LABEL: func.func @tuples
func.func @tuples(%a: f64, %b: i32) -> (f64, tuple<>) {
  // CHECK: %[[T:.*]] = functional.tuple %{{.*}}, %{{.*}} : f64, i32
  %t = functional.tuple %a, %b : f64, i32
  // CHECK: functional.tuple{{$}}
  %u = functional.tuple
  // CHECK: functional.tuple {note = "unit"}
  %v = functional.tuple {note = "unit"}
  // CHECK: functional.get %[[T]][0] : tuple<f64, i32>
  %r = functional.get %t[0] : tuple<f64, i32>
  return %r, %u : f64, tuple<>
}

// CHECK-LABEL: func.func @gradients
func.func @gradients(%f: !functional.fn<(f64, i1, tensor<2xf32>) -> f64>,
                     %curried: !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>)
    -> (!functional.fn<(f64, i1, tensor<2xf32>) -> (f64, tensor<2xf32>)>,
        !functional.fn<(f64, i1, tensor<2xf32>) -> (tensor<2xf32>, f64)>,
        !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>,
        !functional.fn<(f64, i1, tensor<2xf32>) -> (f64, tensor<2xf32>)>,
        !functional.fn<(f64) -> !functional.fn<(i32) -> (f64, f64)>>) {
  // CHECK: functional.grad %{{.*}} : !functional.fn<(f64, i1, tensor<2xf32>) -> f64>
  %a = functional.grad %f : !functional.fn<(f64, i1, tensor<2xf32>) -> f64>
  // CHECK: functional.grad %{{.*}} wrt [2, 0] : !functional.fn<(f64, i1, tensor<2xf32>) -> f64>
  %b = functional.grad %f wrt [2, 0] : !functional.fn<(f64, i1, tensor<2xf32>) -> f64>
  // CHECK: functional.grad %{{.*}} : !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>
  %c = functional.grad %curried : !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>
  // CHECK: functional.value_and_grad %{{.*}} wrt [2] : !functional.fn<(f64, i1, tensor<2xf32>) -> f64>
  %d = functional.value_and_grad %f wrt [2] : !functional.fn<(f64, i1, tensor<2xf32>) -> f64>
  // CHECK: functional.value_and_grad %{{.*}} : !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>
  %e = functional.value_and_grad %curried : !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>
  return %a, %b, %c, %d, %e
      : !functional.fn<(f64, i1, tensor<2xf32>) -> (f64, tensor<2xf32>)>,
        !functional.fn<(f64, i1, tensor<2xf32>) -> (tensor<2xf32>, f64)>,
        !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>,
        !functional.fn<(f64, i1, tensor<2xf32>) -> (f64, tensor<2xf32>)>,
        !functional.fn<(f64) -> !functional.fn<(i32) -> (f64, f64)>>
}

// The results say which types are inferred.
// CHECK-LABEL: func.func @modes
func.func @modes(%f: !functional.fn<(f64, tuple<i32, f32>) -> (f64, i1)>,
                 %h: !functional.fn<(f64, !functional.fn<(f64) -> f64>) -> (!functional.fn<(i32) -> (f32, i32)>)>)
    -> (!functional.fn<(f64, tuple<i32, f32>) -> (f64, i1, !functional.fn<(f64) -> (f64, tuple<tuple<>, f32>)>)>,
        !functional.fn<(f64, tuple<i32, f32>, tuple<tuple<>, f32>) -> (f64, i1, f64)>,
        !functional.fn<(f64, !functional.fn<(f64) -> f64>, f64) -> (!functional.fn<(i32) -> (f32, i32)>, !functional.fn<(i32) -> f32>)>) {
  // CHECK: functional.vjp %{{.*}} : !functional.fn<(f64, tuple<i32, f32>) -> (f64, i1)>
  %v = functional.vjp %f : !functional.fn<(f64, tuple<i32, f32>) -> (f64, i1)>
  // CHECK: functional.jvp %{{.*}} wrt [1] : !functional.fn<(f64, tuple<i32, f32>) -> (f64, i1)>
  %j = functional.jvp %f wrt [1] : !functional.fn<(f64, tuple<i32, f32>) -> (f64, i1)>
  // CHECK: functional.vmap %{{.*}} in [0, -1] out [0] : !functional.fn<(f64, tuple<i32, f32>) -> i1>
  // CHECK-SAME: to !functional.fn<(tensor<?xf64>, tuple<i32, f32>) -> tensor<?xi1>>
  %one = functional.lambda (%x: f64, %y: tuple<i32, f32>) -> i1 {
    %t = arith.cmpf olt, %x, %x : f64
    functional.return %t : i1
  }
  %all = functional.vmap %one in [0, -1] out [0] : !functional.fn<(f64, tuple<i32, f32>) -> i1>
    to !functional.fn<(tensor<?xf64>, tuple<i32, f32>) -> tensor<?xi1>>
  // CHECK: functional.jvp %{{.*}} : !functional.fn<(f64, !functional.fn<(f64) -> f64>) -> !functional.fn<(i32) -> (f32, i32)>>
  %k = functional.jvp %h : !functional.fn<(f64, !functional.fn<(f64) -> f64>) -> (!functional.fn<(i32) -> (f32, i32)>)>
  return %v, %j, %k
      : !functional.fn<(f64, tuple<i32, f32>) -> (f64, i1, !functional.fn<(f64) -> (f64, tuple<tuple<>, f32>)>)>,
        !functional.fn<(f64, tuple<i32, f32>, tuple<tuple<>, f32>) -> (f64, i1, f64)>,
        !functional.fn<(f64, !functional.fn<(f64) -> f64>, f64) -> (!functional.fn<(i32) -> (f32, i32)>, !functional.fn<(i32) -> f32>)>
}

// CHECK-LABEL: func.func @captures
func.func @captures(%y: f64, %z: f32, %f: !functional.fn<(f64, f64, f64) -> f64>) -> (!functional.fn<(f64) -> (f64, tuple<f64>)>, !functional.fn<(f64) -> (f64, tuple<f32, f64>)>, !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> (f64, tuple<f64>)>)>) {
  // CHECK: functional.lambda (%{{.*}}: f64) captures(%{{.*}} = %{{.*}} as "y" : f64, %{{.*}} = %{{.*}} as "z" : f32) -> f64 {
  %l = functional.lambda (%x: f64) captures(%c = %y as "y" : f64, %d = %z as "z" : f32) -> f64 {
    %r = arith.mulf %x, %c : f64
    functional.return %r : f64
  }
  // CHECK: functional.partial %{{.*}}(%{{.*}} as "y", %{{.*}}) : !functional.fn<(f64, f64, f64) -> f64>
  %p = functional.partial %f(%y as "y", %y) : !functional.fn<(f64, f64, f64) -> f64>
  // CHECK: functional.grad %{{.*}} wrt [0] captures("y": f64) : !functional.fn<(f64) -> f64>
  %g = functional.grad %p wrt [0] captures("y": f64) : !functional.fn<(f64) -> f64>
  // CHECK: functional.grad %{{.*}} captures("z": f32, "y": f64) : !functional.fn<(f64) -> f64>
  %h = functional.grad %l captures("z": f32, "y": f64) : !functional.fn<(f64) -> f64>
  // CHECK: functional.vjp %{{.*}} captures("y": f64) : !functional.fn<(f64) -> f64>
  %v = functional.vjp %l captures("y": f64) : !functional.fn<(f64) -> f64>
  return %g, %h, %v : !functional.fn<(f64) -> (f64, tuple<f64>)>, !functional.fn<(f64) -> (f64, tuple<f32, f64>)>, !functional.fn<(f64) -> (f64, !functional.fn<(f64) -> (f64, tuple<f64>)>)>
}
