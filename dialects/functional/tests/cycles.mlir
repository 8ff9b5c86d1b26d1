// Where dominance does not hold, a value can depend on itself: canonicalisation ends all the same.
// RUN: pullback-opt %s --canonicalize --allow-unregistered-dialect | FileCheck %s

// CHECK-LABEL: module @cycles
module @cycles {
  // CHECK: functional.partial
  %p = functional.partial %q() : !functional.fn<() -> f64>
  %q = functional.partial %p() : !functional.fn<() -> f64>
  // CHECK: functional.tuple
  %t = functional.tuple %a : f64
  %a = functional.get %t[0] : tuple<f64>
  // CHECK: functional.apply
  %f = functional.lambda (%x: f64) -> f64 {
    functional.return %x : f64
  }
  %r = functional.apply %f(%r) : !functional.fn<(f64) -> f64>
  // CHECK: functional.apply
  %g = functional.lambda () -> f64 {
    functional.return %s : f64
  }
  %s = functional.apply %g() : !functional.fn<() -> f64>
  "test.use"(%q, %a, %r, %s) : (!functional.fn<() -> f64>, f64, f64, f64) -> ()
}
