// RUN: pullback-opt %s --split-input-file --functional-tape-report --verify-diagnostics

// expected-remark @+1 {{nothing is kept for the reverse sweep: there is no tape}}
module {
  func.func @f(%x: f64) -> f64 {
    return %x : f64
  }
}

// -----

// Through branches, a tuple and a call, from the pushes to the pops.
func.func private @reverse(%t: tuple<!functional.stack<f64, i32>>, %n: index, %d: f64) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %s = functional.get %t[0] : tuple<!functional.stack<f64, i32>>
  %e, %end = scf.for %i = %c0 to %n step %c1 iter_args(%da = %d, %u = %s) -> (f64, !functional.stack<f64, i32>) {
    %v, %a, %k = functional.pop %u : !functional.stack<f64, i32>
    %c = math.cos %a : f64
    %f = arith.sitofp %k : i32 to f64
    %m = arith.mulf %c, %f : f64
    %db = arith.mulf %da, %m : f64
    scf.yield %db, %v : f64, !functional.stack<f64, i32>
  }
  return %e : f64
}
func.func @forward(%x: f64, %p: i1) -> (f64, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 10 : index
  %k = arith.constant 3 : i32
  %s0 = functional.stack capacity %n : !functional.stack<f64, i32>
  // expected-remark @+2 {{each trip keeps 16 bytes, and there are 10 trips}}
  // expected-note @+1 {{carried value 0, of type f64, for 'math.cos'}}
  %r, %s = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %t = %s0) -> (f64, !functional.stack<f64, i32>) {
    // expected-note @+1 {{a result of 'math.exp', of type f64, for 'math.cos'}}
    %w = math.exp %a : f64
    %v = scf.if %p -> f64 {
      scf.yield %w : f64
    } else {
      scf.yield %a : f64
    }
    %b = math.sin %v : f64
    // expected-note @+1 {{a result of 'arith.index_cast', of type i32, for 'arith.sitofp'}}
    %j = arith.index_cast %i : index to i32
    %u = functional.push %t, %v, %j : !functional.stack<f64, i32>
    scf.yield %b, %u : f64, !functional.stack<f64, i32>
  }
  %o = arith.constant 1.0 : f64
  %t = functional.tuple %s : !functional.stack<f64, i32>
  %d = func.call @reverse(%t, %n, %o) : (tuple<!functional.stack<f64, i32>>, index, f64) -> f64
  return %r, %d : f64, f64
}

// -----

// The tape of a call, with an argument of the call.
functional.data private @f$tape {
  tape(f64)
}
func.func private @f(%x: f64) -> (f64, !functional.data<@f$tape>)
func.func @loop(%x: f64, %n: index) -> !functional.stack<tuple<f64, !functional.data<@f$tape>>> {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %s = functional.stack capacity %n : !functional.stack<tuple<f64, !functional.data<@f$tape>>>
  // expected-remark @+1 {{each trip keeps 16 bytes}}
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%t = %s) -> (!functional.stack<tuple<f64, !functional.data<@f$tape>>>) {
    %y, %tape = func.call @f(%x) : (f64) -> (f64, !functional.data<@f$tape>)
    // expected-note @+1 {{the tape of a call}}
    %e = functional.tuple %x, %tape : f64, !functional.data<@f$tape>
    %u = functional.push %t, %e : !functional.stack<tuple<f64, !functional.data<@f$tape>>>
    scf.yield %u : !functional.stack<tuple<f64, !functional.data<@f$tape>>>
  }
  return %r : !functional.stack<tuple<f64, !functional.data<@f$tape>>>
}
