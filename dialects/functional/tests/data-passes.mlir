// Upstream's passes on data types and stacks.
// RUN: pullback-opt %s --cse | FileCheck %s --check-prefix=CSE
// RUN: pullback-opt %s --sccp | FileCheck %s --check-prefix=SCCP
// RUN: pullback-opt %s --symbol-dce | FileCheck %s --check-prefix=DCE
// RUN: pullback-opt %s --inline | FileCheck %s --check-prefix=INLINE
// RUN: pullback-opt %s --remove-dead-values | FileCheck %s --check-prefix=DEAD
// RUN: pullback-opt %s --loop-invariant-code-motion | FileCheck %s --check-prefix=LICM

// DCE: functional.data @list
functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}

// A private declaration stays as long as a value of it, or of its tangents, is made, opened or passed.
// DCE: functional.data private @made
functional.data private @made { made(f64) }
// DCE: functional.data private @opened
functional.data private @opened { opened(f64) }
// DCE: functional.data private @passed
functional.data private @passed { passed(f64) }
// DCE: functional.data private @inner
functional.data private @inner { inner }
// DCE: functional.data @outer
functional.data @outer { outer(!functional.data<@inner>) }
// DCE-NOT: functional.data private @unused
functional.data private @unused { unused }

// DCE-LABEL: func.func @keep
func.func @keep(%x: f64, %p: !functional.data<@passed$ct>, %o: !functional.fn<() -> !functional.data<@opened$ct>>) -> f64 {
  %m = functional.construct @made$ct made(%x) : (f64) -> !functional.data<@made$ct>
  %c = functional.apply %o() : !functional.fn<() -> !functional.data<@opened$ct>>
  %r = functional.match %c : !functional.data<@opened$ct> -> f64 {
  case zero {
    functional.yield %x : f64
  }
  case opened(%y: f64) {
    functional.yield %y : f64
  }
  }
  return %r : f64
}

// Equal values and equal matches are one; two stacks are never one.
// CSE-LABEL: func.func @equal
// CSE-COUNT-1: functional.construct
// CSE-COUNT-1: functional.match
// CSE-NOT: functional.match
// CSE: functional.stack
// CSE: functional.stack
// CSE: return
func.func @equal(%x: f64, %l: !functional.data<@list>, %n: index)
    -> (!functional.data<@list>, !functional.data<@list>, f64, f64, !functional.stack<f64>, !functional.stack<f64>) {
  %a = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %b = functional.construct @list cons(%x, %l) : (f64, !functional.data<@list>) -> !functional.data<@list>
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield %y : f64
  }
  }
  %q = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield %y : f64
  }
  }
  %s = functional.stack capacity %n : !functional.stack<f64>
  %t = functional.stack capacity %n : !functional.stack<f64>
  return %a, %b, %r, %q, %s, %t
      : !functional.data<@list>, !functional.data<@list>, f64, f64, !functional.stack<f64>, !functional.stack<f64>
}

// A result that is a constant in every case is that constant, another is not; a field is unknown.
// SCCP-LABEL: func.func @constants
// SCCP-DAG: %[[SEVEN:.*]] = arith.constant 7 : i32
// SCCP: %[[M:.*]]:3 = functional.match
// SCCP: return %[[SEVEN]], %[[M]]#1, %[[M]]#2
func.func @constants(%l: !functional.data<@list>) -> (i32, i32, f64) {
  %x = arith.constant 0.0 : f64
  %r:3 = functional.match %l : !functional.data<@list> -> (i32, i32, f64) {
  case nil {
    %seven = arith.constant 7 : i32
    functional.yield %seven, %seven, %x : i32, i32, f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %three = arith.constant 3 : i32
    %four = arith.constant 4 : i32
    %seven = arith.addi %three, %four : i32
    functional.yield %seven, %four, %y : i32, i32, f64
  }
  }
  return %r#0, %r#1, %r#2 : i32, i32, f64
}

func.func private @callee(%l: !functional.data<@list>, %x: f64) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %x : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield %y : f64
  }
  }
  return %r : f64
}

// INLINE-LABEL: func.func @caller
// INLINE-NOT: call
// INLINE: case nil {
// INLINE: functional.match
// INLINE: return
func.func @caller(%l: !functional.data<@list>, %k: !functional.data<@list>, %x: f64) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    %s = func.call @callee(%k, %x) : (!functional.data<@list>, f64) -> f64
    functional.yield %s : f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    functional.yield %y : f64
  }
  }
  return %r : f64
}

// A field that no case uses is still bound.
// DEAD-LABEL: func.func @unused_field
// DEAD: case cons(%{{.*}}: f64, %{{.*}}: !functional.data<@list>) {
func.func @unused_field(%l: !functional.data<@list>, %x: f64) -> f64 {
  %r:2 = functional.match %l : !functional.data<@list> -> (f64, f64) {
  case nil {
    functional.yield %x, %x : f64, f64
  }
  case cons(%y: f64, %t: !functional.data<@list>) {
    %s = arith.addf %x, %x : f64
    functional.yield %s, %y : f64, f64
  }
  }
  return %r#0 : f64
}

// Behind the condition the value may be poison: nothing is hoisted.
// LICM-LABEL: func.func @invariant
// LICM: scf.while
// LICM: functional.match
// LICM: functional.push
// LICM: functional.pop
// LICM: return
func.func @invariant(%l: !functional.data<@list>, %s: !functional.stack<f64>, %x: f64, %c: i1) -> f64 {
  %r = scf.while (%a = %x) : (f64) -> f64 {
    scf.condition(%c) %a : f64
  } do {
  ^bb0(%a: f64):
    %m = functional.match %l : !functional.data<@list> -> f64 {
    case nil {
      functional.yield %x : f64
    }
    case cons(%y: f64, %t: !functional.data<@list>) {
      functional.yield %y : f64
    }
    }
    %p = functional.push %s, %x : !functional.stack<f64>
    %q, %e = functional.pop %p : !functional.stack<f64>
    %f = arith.addf %m, %e : f64
    scf.yield %f : f64
  }
  return %r : f64
}
