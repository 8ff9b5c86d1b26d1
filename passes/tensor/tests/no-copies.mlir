// RUN: pullback-opt %s --functional-lower-data --functional-lower-tuples --nd-lower-arrays --canonicalize --cse | FileCheck %s

!v = tensor<8xf64>
functional.data @tree {
  leaf(tensor<8xf64>)
  node(!functional.data<@tree>, !functional.data<@tree>)
}

// A recursion over a tree: one allocation a node, for what it computes, and no copies. What a function takes it hands on as it came, and a leaf's
// array is where the leaf is.
// CHECK-LABEL: func.func private @fold
// CHECK-SAME: (%[[T:[a-z0-9]+]]: !llvm.ptr, %[[W:[a-z0-9]+]]: !llvm.ptr) -> !llvm.ptr
// CHECK: %[[R:[a-z0-9]+]] = scf.if
// CHECK-NOT: pullback$array
// CHECK-NOT: store
// CHECK: func.call @fold(%{{.*}}, %[[W]])
// CHECK: func.call @fold(%{{.*}}, %[[W]])
// CHECK: func.call @pullback$array
// CHECK: vector.store
// CHECK-NOT: pullback$array
// CHECK-NOT: store
// CHECK: return %[[R]]
func.func private @fold(%t: !functional.data<@tree>, %w: !v) -> !v {
  %r = functional.match %t : !functional.data<@tree> -> !v {
    case leaf(%x: !v) {
      functional.yield %x : !v
    }
    case node(%l: !functional.data<@tree>, %r: !functional.data<@tree>) {
      %a = func.call @fold(%l, %w) : (!functional.data<@tree>, !v) -> !v
      %b = func.call @fold(%r, %w) : (!functional.data<@tree>, !v) -> !v
      %c = arith.addf %a, %b : !v
      %d = arith.mulf %c, %w : !v
      %e = math.tanh %d : !v
      functional.yield %e : !v
    }
  }
  return %r : !v
}

// Others may change what they have lent: they get memory of its own.
// CHECK-LABEL: func.func @whole
// CHECK: %[[GIVEN:[a-z0-9]+]] = call @fold
// CHECK: %[[OWN:[a-z0-9]+]] = call @pullback$array
// CHECK: return %[[OWN]]
func.func @whole(%t: !functional.data<@tree>, %w: !v) -> !v {
  %r = func.call @fold(%t, %w) : (!functional.data<@tree>, !v) -> !v
  return %r : !v
}
