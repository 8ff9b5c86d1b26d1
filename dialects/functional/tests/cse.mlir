// What upstream's common subexpression elimination may and may not merge.
// RUN: pullback-opt %s --cse | FileCheck %s

func.func private @callee(f64) -> f64

// CHECK-LABEL: func.func @values
// CHECK-COUNT-1: functional.ref
// CHECK-NEXT: functional.partial
// CHECK-NEXT: functional.tuple
// CHECK-NEXT: functional.get
// CHECK-NEXT: functional.grad
// CHECK-NEXT: return
func.func @values(%x: f64) -> (!functional.fn<() -> f64>, !functional.fn<() -> f64>, f64, f64,
                               !functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>) {
  %f = functional.ref @callee : !functional.fn<(f64) -> f64>
  %g = functional.ref @callee : !functional.fn<(f64) -> f64>
  %p = functional.partial %f(%x) : !functional.fn<(f64) -> f64>
  %q = functional.partial %g(%x) : !functional.fn<(f64) -> f64>
  %t = functional.tuple %x, %x : f64, f64
  %u = functional.tuple %x, %x : f64, f64
  %a = functional.get %t[0] : tuple<f64, f64>
  %b = functional.get %u[0] : tuple<f64, f64>
  %df = functional.grad %f : !functional.fn<(f64) -> f64>
  %dg = functional.grad %g : !functional.fn<(f64) -> f64>
  return %p, %q, %a, %b, %df, %dg
      : !functional.fn<() -> f64>, !functional.fn<() -> f64>, f64, f64,
        !functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>
}

// Equal calls are one: a call has no effect.
// CHECK-LABEL: func.func @calls
// CHECK-NEXT: %[[R:.*]] = functional.apply
// CHECK-NEXT: return %[[R]], %[[R]]
func.func @calls(%f: !functional.fn<(f64) -> f64>, %x: f64) -> (f64, f64) {
  %r = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  %s = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  return %r, %s : f64, f64
}

// Equal lambdas are one.
// CHECK-LABEL: func.func @lambdas
// CHECK-COUNT-1: functional.lambda
// CHECK-NOT: functional.lambda
// CHECK: return %[[L:.*]], %[[L]]
func.func @lambdas(%y: f64) -> (!functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>) {
  %f = functional.lambda (%x: f64) -> f64 {
    %r = arith.mulf %x, %y : f64
    functional.return %r : f64
  }
  %g = functional.lambda (%x: f64) -> f64 {
    %r = arith.mulf %x, %y : f64
    functional.return %r : f64
  }
  return %f, %g : !functional.fn<(f64) -> f64>, !functional.fn<(f64) -> f64>
}

// Another derivative, another field, another `wrt`: these stay.
// CHECK-LABEL: func.func @different
// CHECK: functional.grad %{{.*}} wrt [0]
// CHECK: functional.grad %{{.*}} wrt [1]
// CHECK: functional.value_and_grad %{{.*}} wrt [0]
func.func @different(%f: !functional.fn<(f64, f64) -> f64>)
    -> (!functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>,
        !functional.fn<(f64, f64) -> (f64, f64)>) {
  %a = functional.grad %f wrt [0] : !functional.fn<(f64, f64) -> f64>
  %b = functional.grad %f wrt [1] : !functional.fn<(f64, f64) -> f64>
  %c = functional.value_and_grad %f wrt [0] : !functional.fn<(f64, f64) -> f64>
  return %a, %b, %c : !functional.fn<(f64, f64) -> f64>, !functional.fn<(f64, f64) -> f64>,
                      !functional.fn<(f64, f64) -> (f64, f64)>
}
