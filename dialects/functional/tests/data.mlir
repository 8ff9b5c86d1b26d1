// Data types, stacks and tangents parse, print as they were written and verify.
// RUN: pullback-opt %s | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --mlir-print-op-generic | pullback-opt | FileCheck %s
// RUN: pullback-opt %s --emit-bytecode | pullback-opt | FileCheck %s

// CHECK:      functional.data @list {
// CHECK-NEXT:   nil
// CHECK-NEXT:   cons(f64, !functional.data<@list>)
// CHECK-NEXT: }
functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}

// CHECK:      functional.data private @rose attributes {note = "with the list after it"} {
// CHECK-NEXT:   rose(tuple<i32, f64>, !functional.data<@forest>)
// CHECK-NEXT:   "a quoted name"
// CHECK-NEXT:   counted(tuple<f64, i32>, !functional.fn<(f64) -> f64>, !functional.stack<f64, i1>)
// CHECK-NEXT: }
functional.data private @rose attributes {note = "with the list after it"} {
  rose(tuple<i32, f64>, !functional.data<@forest>)
  "a quoted name"
  counted(tuple<f64, i32>, !functional.fn<(f64) -> f64>, !functional.stack<f64, i1>)
}

functional.data @forest {
  none
  more(!functional.data<@rose>, !functional.data<@forest>)
}

// CHECK: functional.data @nat {
functional.data @nat { zero succ(!functional.data<@nat>) }

// CHECK-LABEL: func.func @lists
func.func @lists(%x: f64) -> f64 {
  // CHECK: %[[NIL:.*]] = functional.construct @list nil() : !functional.data<@list>
  %n = functional.construct @list nil() : !functional.data<@list>
  // CHECK: %[[CONS:.*]] = functional.construct @list cons(%{{.*}}, %[[NIL]]) {note = "one"} : (f64, !functional.data<@list>) -> !functional.data<@list>
  %l = functional.construct @list cons(%x, %n) {note = "one"} : (f64, !functional.data<@list>) -> !functional.data<@list>
  // CHECK: %{{.*}} = functional.match %[[CONS]] : !functional.data<@list> -> f64 {
  // CHECK: case nil {
  // CHECK:   functional.yield %{{.*}} : f64
  // CHECK: }
  // CHECK: case cons(%[[X:.*]]: f64, %{{.*}}: !functional.data<@list>) {
  // CHECK:   functional.yield %[[X]] : f64
  // CHECK: }
  // CHECK: }
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield %y : f64
  }
  }
  // CHECK: %{{.*}}:2 = functional.match %{{.*}} : !functional.data<@list> -> (f64, i1) attributes {note = "two"} {
  %two:2 = functional.match %l : !functional.data<@list> -> (f64, i1) attributes {note = "two"} {
  case nil {
    %false = arith.constant false
    functional.yield %x, %false : f64, i1
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %true = arith.constant true
    functional.yield %y, %true : f64, i1
  }
  }
  // CHECK: functional.match %{{.*}} : !functional.data<@list> {
  // CHECK:   functional.yield{{$}}
  functional.match %l : !functional.data<@list> {
  case nil {
    functional.yield
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield
  }
  }
  return %r : f64
}

// The type of tangents has a zero, and the constructors with the tangents of their fields.
// CHECK-LABEL: func.func @tangents
func.func @tangents(%x: f64, %f: !functional.data<@forest$ct>, %s: !functional.stack<f64>) -> !functional.data<@rose$ct> {
  // CHECK: functional.construct @list$ct zero() : !functional.data<@list$ct>
  %zero = functional.construct @list$ct zero() : !functional.data<@list$ct>
  // CHECK: functional.construct @list$ct nil() : !functional.data<@list$ct>
  %nil = functional.construct @list$ct nil() : !functional.data<@list$ct>
  // CHECK: functional.construct @list$ct cons(%{{.*}}, %{{.*}}) : (f64, !functional.data<@list$ct>) -> !functional.data<@list$ct>
  %cons = functional.construct @list$ct cons(%x, %nil) : (f64, !functional.data<@list$ct>) -> !functional.data<@list$ct>
  // CHECK: functional.construct @nat$ct zero$() : !functional.data<@nat$ct>
  %nat = functional.construct @nat$ct zero$() : !functional.data<@nat$ct>
  // CHECK: functional.construct @nat$ct zero() : !functional.data<@nat$ct>
  %nat0 = functional.construct @nat$ct zero() : !functional.data<@nat$ct>
  // CHECK: functional.construct @rose$ct rose(%{{.*}}, %{{.*}}) : (f64, !functional.data<@forest$ct>) -> !functional.data<@rose$ct>
  %rose = functional.construct @rose$ct rose(%x, %f) : (f64, !functional.data<@forest$ct>) -> !functional.data<@rose$ct>
  // CHECK: functional.match %{{.*}} : !functional.data<@rose$ct> -> f64 {
  %r = functional.match %rose : !functional.data<@rose$ct> -> f64 {
  // CHECK: case zero {
  case zero {
    functional.yield %x : f64
  }
  // CHECK: case rose(%{{.*}}: f64, %{{.*}}: !functional.data<@forest$ct>) {
  case rose(%y: f64, %g: !functional.data<@forest$ct>) {
    functional.yield %y : f64
  }
  // CHECK: case "a quoted name" {
  case "a quoted name" {
    functional.yield %x : f64
  }
  // CHECK: case counted(%{{.*}}: f64, %{{.*}}: !functional.stack<f64>) {
  case counted(%y: f64, %t: !functional.stack<f64>) {
    functional.yield %y : f64
  }
  }
  // CHECK: functional.zero : !functional.data<@rose$ct>
  %z = functional.zero : !functional.data<@rose$ct>
  // CHECK: functional.add %{{.*}}, %{{.*}} : !functional.data<@rose$ct>
  %sum = functional.add %rose, %z : !functional.data<@rose$ct>
  // CHECK: functional.zero : tuple<f64, tuple<>>
  %zt = functional.zero : tuple<f64, tuple<>>
  // CHECK: functional.stop_gradient %{{.*}} : f64
  %c = functional.stop_gradient %x : f64
  return %sum : !functional.data<@rose$ct>
}

// The tangent type of a tangent type is itself.
// CHECK-LABEL: func.func private @twice(!functional.data<@list$ct>)
func.func private @twice(!functional.data<@list$ct$ct>)

// CHECK-LABEL: func.func @stacks
func.func @stacks(%a: f64, %b: i32, %n: index) -> (f64, !functional.stack<>) {
  // CHECK: %[[EMPTY:.*]] = functional.stack : !functional.stack<f64, i32>
  %s0 = functional.stack : !functional.stack<f64, i32>
  // CHECK: functional.stack capacity %{{.*}} : !functional.stack<tuple<f64>>
  %t0 = functional.stack capacity %n : !functional.stack<tuple<f64>>
  // CHECK: %[[PUSHED:.*]] = functional.push %[[EMPTY]], %{{.*}}, %{{.*}} : !functional.stack<f64, i32>
  %s1 = functional.push %s0, %a, %b : !functional.stack<f64, i32>
  // CHECK: %{{.*}}, %{{.*}}:2 = functional.pop %[[PUSHED]] : !functional.stack<f64, i32>
  %s2, %c, %d = functional.pop %s1 : !functional.stack<f64, i32>
  %u0 = functional.stack : !functional.stack<>
  // CHECK: functional.push %{{.*}} : !functional.stack<>
  %u1 = functional.push %u0 : !functional.stack<>
  // CHECK: functional.pop %{{.*}} : !functional.stack<>
  %u2 = functional.pop %u1 : !functional.stack<>
  return %c, %u2 : f64, !functional.stack<>
}

// CHECK-LABEL: func.func @derivatives
func.func @derivatives(%f: !functional.fn<(!functional.data<@list>, i32) -> f64>) {
  // CHECK: functional.apply %{{.*}}(%{{.*}}, %{{.*}}) : !functional.fn<(!functional.data<@list>, i32) -> !functional.data<@list$ct>>
  %g = functional.grad %f : !functional.fn<(!functional.data<@list>, i32) -> f64>
  %l = functional.construct @list nil() : !functional.data<@list>
  %n = arith.constant 0 : i32
  %ct = functional.apply %g(%l, %n) : !functional.fn<(!functional.data<@list>, i32) -> !functional.data<@list$ct>>
  return
}
