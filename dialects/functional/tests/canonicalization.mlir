// Folds and canonical forms, and what upstream's passes do with the ops.
// RUN: pullback-opt %s --canonicalize | FileCheck %s
// RUN: pullback-opt %s --canonicalize --inline | FileCheck %s --check-prefix=INLINE
// RUN: pullback-opt %s --sccp | FileCheck %s --check-prefix=SCCP

// CHECK-LABEL: func.func @get_of_tuple
// CHECK-SAME: (%[[A:.*]]: f64, %[[B:.*]]: i32)
// CHECK-NEXT: return %[[B]] : i32
func.func @get_of_tuple(%a: f64, %b: i32) -> i32 {
  %t = functional.tuple %a, %b : f64, i32
  %r = functional.get %t[1] : tuple<f64, i32>
  return %r : i32
}

// CHECK-LABEL: func.func @tuple_of_all_fields
// CHECK-SAME: (%[[T:.*]]: tuple<f64, i32>)
// CHECK-NEXT: return %[[T]]
func.func @tuple_of_all_fields(%t: tuple<f64, i32>) -> tuple<f64, i32> {
  %a = functional.get %t[0] : tuple<f64, i32>
  %b = functional.get %t[1] : tuple<f64, i32>
  %r = functional.tuple %a, %b : f64, i32
  return %r : tuple<f64, i32>
}

// Not all fields, another order, two tuples, no tuple: these stay.
// CHECK-LABEL: func.func @other_tuples
// CHECK-COUNT-4: functional.tuple
func.func @other_tuples(%t: tuple<f64, f64>, %u: tuple<f64, f64>)
    -> (tuple<f64>, tuple<f64, f64>, tuple<f64, f64>, tuple<>) {
  %a = functional.get %t[0] : tuple<f64, f64>
  %b = functional.get %t[1] : tuple<f64, f64>
  %c = functional.get %u[1] : tuple<f64, f64>
  %first = functional.tuple %a : f64
  %swapped = functional.tuple %b, %a : f64, f64
  %mixed = functional.tuple %a, %c : f64, f64
  %unit = functional.tuple
  return %first, %swapped, %mixed, %unit : tuple<f64>, tuple<f64, f64>, tuple<f64, f64>, tuple<>
}

// CHECK-LABEL: func.func @empty_partial
// CHECK-SAME: (%[[F:.*]]: !functional.fn<(f64) -> f64>)
// CHECK-NEXT: return %[[F]]
func.func @empty_partial(%f: !functional.fn<(f64) -> f64>) -> !functional.fn<(f64) -> f64> {
  %g = functional.partial %f() : !functional.fn<(f64) -> f64>
  return %g : !functional.fn<(f64) -> f64>
}

// CHECK-LABEL: func.func @nested_partial
// CHECK-SAME: (%[[F:.*]]: !functional.fn<(f64, i1, i8) -> f64>, %[[A:.*]]: f64, %[[B:.*]]: i1)
// CHECK-NEXT: %[[G:.*]] = functional.partial %[[F]](%[[A]], %[[B]]) : !functional.fn<(f64, i1, i8) -> f64>
// CHECK-NEXT: return %[[G]]
func.func @nested_partial(%f: !functional.fn<(f64, i1, i8) -> f64>, %a: f64, %b: i1)
    -> !functional.fn<(i8) -> f64> {
  %g = functional.partial %f(%a) : !functional.fn<(f64, i1, i8) -> f64>
  %h = functional.partial %g(%b) : !functional.fn<(i1, i8) -> f64>
  return %h : !functional.fn<(i8) -> f64>
}

// CHECK-LABEL: func.func @apply_of_partial
// CHECK-SAME: (%[[F:.*]]: !functional.fn<(f64, i1) -> f64>, %[[A:.*]]: f64, %[[B:.*]]: i1)
// CHECK-NEXT: %[[R:.*]] = functional.apply %[[F]](%[[A]], %[[B]])
// CHECK-NEXT: return %[[R]]
func.func @apply_of_partial(%f: !functional.fn<(f64, i1) -> f64>, %a: f64, %b: i1) -> f64 {
  %g = functional.partial %f(%a) : !functional.fn<(f64, i1) -> f64>
  %r = functional.apply %g(%b) : !functional.fn<(i1) -> f64>
  return %r : f64
}

func.func private @callee(f64) -> (f64, f64)

// CHECK-LABEL: func.func @apply_of_ref
// CHECK-NEXT: %[[R:.*]]:2 = call @callee(%{{.*}}) : (f64) -> (f64, f64)
// CHECK-NEXT: return %[[R]]#0, %[[R]]#1
func.func @apply_of_ref(%x: f64) -> (f64, f64) {
  %f = functional.ref @callee : !functional.fn<(f64) -> (f64, f64)>
  %r:2 = functional.apply %f(%x) : !functional.fn<(f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// CHECK-LABEL: func.func @beta
// CHECK-SAME: (%[[X:.*]]: f64, %[[Y:.*]]: f64)
// CHECK-NEXT: %[[R:.*]] = arith.mulf %[[X]], %[[Y]] : f64
// CHECK-NEXT: return %[[R]], %[[X]]
func.func @beta(%x: f64, %y: f64) -> (f64, f64) {
  %f = functional.lambda (%a: f64) -> (f64, f64) {
    %m = arith.mulf %a, %y : f64
    functional.return %m, %a : f64, f64
  }
  %r:2 = functional.apply %f(%x) : !functional.fn<(f64) -> (f64, f64)>
  return %r#0, %r#1 : f64, f64
}

// A lambda that is used twice would have to be copied.
// CHECK-LABEL: func.func @used_twice
// CHECK: functional.lambda
// CHECK-COUNT-2: functional.apply
func.func @used_twice(%x: f64) -> f64 {
  %f = functional.lambda (%a: f64) -> f64 {
    %m = arith.mulf %a, %a : f64
    functional.return %m : f64
  }
  %r = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  %s = functional.apply %f(%r) : !functional.fn<(f64) -> f64>
  return %s : f64
}

// CHECK-LABEL: func.func @unused
// CHECK-NEXT: return
func.func @unused(%f: !functional.fn<(f64) -> f64>, %x: f64) {
  %l = functional.lambda (%a: f64) -> f64 {
    %r = functional.apply %f(%a) : !functional.fn<(f64) -> f64>
    functional.return %r : f64
  }
  %rec = functional.letrec (%self: !functional.fn<() -> ()>) {
    functional.return %self : !functional.fn<() -> ()>
  }
  %r = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
  %g = functional.grad %f : !functional.fn<(f64) -> f64>
  return
}

// A constant and a reference stay in the function that uses them.
// CHECK-LABEL: func.func @constants
// CHECK-NEXT: functional.lambda
// CHECK-NEXT:   %[[F:.*]] = functional.ref @callee
// CHECK-NEXT:   %[[C:.*]] = arith.constant 2.0
// CHECK-NEXT:   functional.return %[[C]], %[[F]]
func.func @constants() -> !functional.fn<() -> (f64, !functional.fn<(f64) -> (f64, f64)>)> {
  %l = functional.lambda () -> (f64, !functional.fn<(f64) -> (f64, f64)>) {
    %one = arith.constant 1.0 : f64
    %two = arith.addf %one, %one : f64
    %f = functional.ref @callee : !functional.fn<(f64) -> (f64, f64)>
    functional.return %two, %f : f64, !functional.fn<(f64) -> (f64, f64)>
  }
  return %l : !functional.fn<() -> (f64, !functional.fn<(f64) -> (f64, f64)>)>
}

// A call may not terminate: it does not leave the branch, as `arith.addf` does.
// CHECK-LABEL: func.func @not_speculated
// CHECK: scf.if
// CHECK-NEXT: functional.apply
func.func @not_speculated(%c: i1, %f: !functional.fn<() -> f64>, %x: f64) -> f64 {
  %r = scf.if %c -> f64 {
    %s = functional.apply %f() : !functional.fn<() -> f64>
    scf.yield %s : f64
  } else {
    scf.yield %x : f64
  }
  return %r : f64
}

// Upstream's dataflow takes a callable without known calls for dead code. A lambda is none: what
// its body calls is called, with arguments that are not known.
// SCCP-LABEL: func.func private @increment
// SCCP: %[[R:.*]] = arith.addi
// SCCP-NEXT: return %[[R]]
func.func private @increment(%x: i32) -> i32 {
  %one = arith.constant 1 : i32
  %r = arith.addi %x, %one : i32
  return %r : i32
}
func.func @called_from_a_lambda() -> (i32, !functional.fn<(i32) -> i32>) {
  %c = arith.constant 41 : i32
  %r = func.call @increment(%c) : (i32) -> i32
  %l = functional.lambda (%x: i32) -> i32 {
    %s = func.call @increment(%x) : (i32) -> i32
    functional.return %s : i32
  }
  return %r, %l : i32, !functional.fn<(i32) -> i32>
}

func.func @square(%a: f64) -> f64 {
  %m = arith.mulf %a, %a : f64
  return %m : f64
}

// INLINE-LABEL: func.func @inline_ref
// INLINE: functional.lambda
// INLINE-NEXT: arith.mulf
// INLINE-NEXT: functional.return
func.func @inline_ref() -> !functional.fn<(f64) -> f64> {
  %l = functional.lambda (%x: f64) -> f64 {
    %f = functional.ref @square : !functional.fn<(f64) -> f64>
    %r = functional.apply %f(%x) : !functional.fn<(f64) -> f64>
    functional.return %r : f64
  }
  return %l : !functional.fn<(f64) -> f64>
}

func.func @branches(%c: i1, %x: f64) -> f64 {
  cf.cond_br %c, ^a, ^b
^a:
  return %x : f64
^b:
  %y = arith.addf %x, %x : f64
  return %y : f64
}

// A lambda has one block: a function of several is not inlined into it.
// INLINE-LABEL: func.func @inline_branches
// INLINE: functional.lambda
// INLINE-NEXT: call @branches
func.func @inline_branches() -> !functional.fn<(i1, f64) -> f64> {
  %l = functional.lambda (%c: i1, %x: f64) -> f64 {
    %r = func.call @branches(%c, %x) : (i1, f64) -> f64
    functional.return %r : f64
  }
  return %l : !functional.fn<(i1, f64) -> f64>
}

// CHECK-LABEL: func.func @named_captures_are_leading_arguments
// CHECK-SAME: (%[[Y:.*]]: f64)
// CHECK-NEXT: %[[L:.*]] = functional.lambda (%[[C:.*]]: f64, %[[X:.*]]: f64) -> f64 {
// CHECK-NEXT: arith.subf %[[X]], %[[C]]
// CHECK: functional.partial %[[L]](%[[Y]] as "y")
func.func @named_captures_are_leading_arguments(%y: f64) -> !functional.fn<(f64) -> f64> {
  %l = functional.lambda (%x: f64) captures(%c = %y as "y" : f64) -> f64 {
    %r = arith.subf %x, %c : f64
    functional.return %r : f64
  }
  return %l : !functional.fn<(f64) -> f64>
}

// CHECK-LABEL: func.func @an_outer_name_hides_an_inner_one
// CHECK-SAME: (%[[F:.*]]: !functional.fn<(f64, f64, f64, f64) -> f64>, %[[X:.*]]: f64, %[[Y:.*]]: f64)
// CHECK-NEXT: functional.partial %[[F]](%[[X]], %[[X]] as "b", %[[Y]] as "a")
func.func @an_outer_name_hides_an_inner_one(%f: !functional.fn<(f64, f64, f64, f64) -> f64>, %x: f64, %y: f64) -> !functional.fn<(f64) -> f64> {
  %g = functional.partial %f(%x as "a", %x as "b") : !functional.fn<(f64, f64, f64, f64) -> f64>
  %h = functional.partial %g(%y as "a") : !functional.fn<(f64, f64) -> f64>
  return %h : !functional.fn<(f64) -> f64>
}
