// Folds and canonical forms of data types, stacks and tangents.
// RUN: pullback-opt %s --canonicalize --split-input-file | FileCheck %s

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}

// CHECK-LABEL: func.func @known
// CHECK-SAME: (%[[X:.*]]: f64
// CHECK-NEXT: %[[R:.*]] = arith.addf %[[X]], %[[X]]
// CHECK-NEXT: return %[[R]]
func.func @known(%x: f64, %l: !functional.data<@list>) -> f64 {
  %c = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %r = functional.match %c : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %s = arith.addf %x, %y : f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}

// In a case the constructor of the value is known, and its fields.
// CHECK-LABEL: func.func @known_in_case
// CHECK: case cons(%[[Y:.*]]: f64
// CHECK-NEXT: scf.for
// CHECK-NEXT: arith.mulf %{{.*}}, %[[Y]]
func.func @known_in_case(%x: f64, %l: !functional.data<@list>, %n: index) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %s = scf.for %i = %zero to %n step %one iter_args(%a = %y) -> f64 {
      %m = functional.match %l : !functional.data<@list> -> f64 {
      case nil {
        functional.yield %x : f64
      }
      case cons(%z: f64, %u: !functional.data<@list>) {
        %p = arith.mulf %a, %z : f64
        functional.yield %p : f64
      }
      }
      scf.yield %m : f64
    }
    functional.yield %s : f64
  }
  }
  return %r : f64
}

// Not in a lambda, which would capture the fields in the place of the value.
// CHECK-LABEL: func.func @not_in_a_lambda
// CHECK-COUNT-2: functional.match
func.func @not_in_a_lambda(%x: f64, %l: !functional.data<@list>) -> !functional.fn<() -> f64> {
  %k = functional.lambda () -> f64 {
    functional.return %x : f64
  }
  %r = functional.match %l : !functional.data<@list> -> !functional.fn<() -> f64> {
  case nil {
    functional.yield %k : !functional.fn<() -> f64>
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %f = functional.lambda () -> f64 {
      %m = functional.match %l : !functional.data<@list> -> f64 {
      case nil {
        functional.yield %x : f64
      }
      case cons(%z: f64, %u: !functional.data<@list>) {
        functional.yield %z : f64
      }
      }
      functional.return %m : f64
    }
    functional.yield %f : !functional.fn<() -> f64>
  }
  }
  return %r : !functional.fn<() -> f64>
}

// A result that is the same in every case is that value; one that nothing uses goes.
// CHECK-LABEL: func.func @results
// CHECK-SAME: (%[[X:.*]]: f64
// CHECK-NEXT: %[[M:.*]] = functional.match %{{.*}} : !functional.data<@list> -> f64 {
// CHECK: return %[[X]], %[[M]]
func.func @results(%x: f64, %l: !functional.data<@list>) -> (f64, f64) {
  %r:3 = functional.match %l : !functional.data<@list> -> (f64, f64, f64) {
  case nil {
    functional.yield %x, %x, %x : f64, f64, f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %s = arith.addf %y, %y : f64
    functional.yield %s, %x, %y : f64, f64, f64
  }
  }
  return %r#1, %r#2 : f64, f64
}

// What does not depend on the case at all goes.
// CHECK-LABEL: func.func @no_case
// CHECK-SAME: (%[[X:.*]]: f64
// CHECK-NEXT: return %[[X]]
func.func @no_case(%x: f64, %l: !functional.data<@list>) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield %x : f64
  }
  }
  return %r : f64
}

// Two matches on one value, one after the other, are one.
// CHECK-LABEL: func.func @neighbours
// CHECK-SAME: (%[[X:.*]]: f64
// CHECK-NEXT: %[[M:.*]]:2 = functional.match
// CHECK: case nil {
// CHECK-NEXT: functional.yield %[[X]], %[[X]]
// CHECK: case cons(%[[Y:.*]]: f64
// CHECK-NEXT: %[[P:.*]] = arith.mulf %[[Y]], %[[X]]
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[P]], %[[Y]]
// CHECK-NEXT: functional.yield %[[P]], %[[S]]
// CHECK: return %[[M]]#0, %[[M]]#1
func.func @neighbours(%x: f64, %l: !functional.data<@list>) -> (f64, f64) {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %p = arith.mulf %y, %x : f64
    functional.yield %p : f64
  }
  }
  %s = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %r : f64
  }
  case cons(%z: f64, %u: !functional.data<@list>) {
    %q = arith.addf %r, %z : f64
    functional.yield %q : f64
  }
  }
  return %r, %s : f64, f64
}

// CHECK-LABEL: func.func @stacks
// CHECK-SAME: (%[[X:.*]]: f64, %[[N:.*]]: i32, %[[S:.*]]: !functional.stack<f64, i32>)
// CHECK-NEXT: return %[[S]], %[[X]], %[[N]]
func.func @stacks(%x: f64, %n: i32, %s: !functional.stack<f64, i32>) -> (!functional.stack<f64, i32>, f64, i32) {
  %t = functional.push %s, %x, %n : !functional.stack<f64, i32>
  %u, %y, %m = functional.pop %t : !functional.stack<f64, i32>
  %dead = functional.stack : !functional.stack<f64>
  return %u, %y, %m : !functional.stack<f64, i32>, f64, i32
}

// A stack that is known to be empty gives zeros, where there is an op for them.
// CHECK-LABEL: func.func @empty_stacks
// CHECK-DAG: %[[Z:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-DAG: %[[N:.*]] = arith.constant 0 : i32
// CHECK-DAG: %[[L:.*]] = functional.zero : !functional.data<@list$ct>
// CHECK-DAG: %{{.*}}, %[[P:.*]] = functional.pop
// CHECK-DAG: %{{.*}}, %[[Q:.*]] = functional.pop
// CHECK: return %[[Z]], %[[N]], %[[L]], %[[P]], %[[Q]]
func.func @empty_stacks() -> (f64, i32, !functional.data<@list$ct>, !functional.data<@list>, tensor<?xf64>) {
  %s = functional.stack : !functional.stack<f64, i32>
  %s1, %x, %n = functional.pop %s : !functional.stack<f64, i32>
  %t = functional.zero : !functional.stack<!functional.data<@list$ct>>
  %t1, %l = functional.pop %t : !functional.stack<!functional.data<@list$ct>>
  %u = functional.stack : !functional.stack<!functional.data<@list>>
  %u1, %p = functional.pop %u : !functional.stack<!functional.data<@list>>
  %v = functional.stack : !functional.stack<tensor<?xf64>>
  %v1, %q = functional.pop %v : !functional.stack<tensor<?xf64>>
  return %x, %n, %l, %p, %q : f64, i32, !functional.data<@list$ct>, !functional.data<@list>, tensor<?xf64>
}

// CHECK-LABEL: func.func @match_zero
// CHECK-SAME: (%[[X:.*]]: f64
// CHECK-NEXT: return %[[X]]
func.func @match_zero(%x: f64) -> f64 {
  %z = functional.zero : !functional.data<@list$ct>
  %r = functional.match %z : !functional.data<@list$ct> -> f64 {
  case zero {
    functional.yield %x : f64
  }
  case nil {
    %y = arith.addf %x, %x : f64
    functional.yield %y : f64
  }
  case cons(%y: f64, %t: !functional.data<@list$ct>) {
    functional.yield %y : f64
  }
  }
  return %r : f64
}

// CHECK-LABEL: func.func @zeros
// CHECK-DAG: %[[Z:.*]] = arith.constant 0.000000e+00 : f64
// CHECK-DAG: %[[U:.*]] = functional.tuple{{$}}
// CHECK-DAG: %[[V:.*]] = arith.constant dense<0.000000e+00> : vector<2xf32>
// CHECK-DAG: %[[T:.*]] = functional.tuple %[[Z]], %[[U]]
// CHECK: return %[[T]], %[[V]]
func.func @zeros() -> (tuple<f64, tuple<>>, vector<2xf32>) {
  %t = functional.zero : tuple<f64, tuple<>>
  %v = functional.zero : vector<2xf32>
  return %t, %v : tuple<f64, tuple<>>, vector<2xf32>
}

// A zero is neutral, a negative one too.
// CHECK-LABEL: func.func @neutral
// CHECK-SAME: (%[[X:.*]]: f64, %[[L:.*]]: !functional.data<@list$ct>)
// CHECK-NEXT: return %[[X]], %[[X]], %[[L]], %[[L]]
func.func @neutral(%x: f64, %l: !functional.data<@list$ct>) -> (f64, f64, !functional.data<@list$ct>, !functional.data<@list$ct>) {
  %z = functional.zero : f64
  %c = arith.constant -0.0 : f64
  %a = functional.add %x, %z : f64
  %b = functional.add %c, %x : f64
  %zl = functional.zero : !functional.data<@list$ct>
  %nil = functional.construct @list$ct nil() : !functional.data<@list$ct>
  %m = functional.add %zl, %l : !functional.data<@list$ct>
  %n = functional.add %l, %nil : !functional.data<@list$ct>
  return %a, %b, %m, %n : f64, f64, !functional.data<@list$ct>, !functional.data<@list$ct>
}

// CHECK-LABEL: func.func @sums
// CHECK-SAME: (%[[X:.*]]: f64, %[[Y:.*]]: f64, %[[L:.*]]: !functional.data<@list$ct>)
// CHECK-NEXT: %[[S:.*]] = arith.addf %[[X]], %[[Y]]
// CHECK-NEXT: %[[T:.*]] = functional.add %[[L]], %[[L]]
// CHECK-NEXT: %[[C:.*]] = functional.construct @list$ct cons(%[[S]], %[[T]])
// CHECK-NEXT: %[[G:.*]] = arith.addf %[[X]], %[[Y]]
// CHECK-NEXT: return %[[C]], %[[G]]
func.func @sums(%x: f64, %y: f64, %l: !functional.data<@list$ct>) -> (!functional.data<@list$ct>, f64) {
  %a = functional.construct @list$ct cons(%x, %l) : (f64, !functional.data<@list$ct>) -> !functional.data<@list$ct>
  %b = functional.construct @list$ct cons(%y, %l) : (f64, !functional.data<@list$ct>) -> !functional.data<@list$ct>
  %s = functional.add %a, %b : !functional.data<@list$ct>
  %t = functional.tuple %x, %l : f64, !functional.data<@list$ct>
  %u = functional.tuple %y, %l : f64, !functional.data<@list$ct>
  %v = functional.add %t, %u : tuple<f64, !functional.data<@list$ct>>
  %g = functional.get %v[0] : tuple<f64, !functional.data<@list$ct>>
  return %s, %g : !functional.data<@list$ct>, f64
}

// CHECK-LABEL: func.func @stopped
// CHECK-NEXT: %[[S:.*]] = functional.stop_gradient
// CHECK-NEXT: return %[[S]], %{{.*}} : f64, i32
func.func @stopped(%x: f64, %n: i32) -> (f64, i32) {
  %s = functional.stop_gradient %x : f64
  %t = functional.stop_gradient %s : f64
  %m = functional.stop_gradient %n : i32
  return %t, %m : f64, i32
}
