// RUN: pullback-opt %s --functional-explain --verify-diagnostics

// What depends on what, by parts of tuples; calls of one function do not mix.
// expected-remark @+2 {{result 0 of @first depends on argument 0, and not on argument 1}}
// expected-remark @+1 {{result 1 of @first depends on argument 1, and not on argument 0}}
func.func private @first(%x: f64, %y: f64) -> (f64, f64) {
  return %x, %y : f64, f64
}
// expected-remark @+1 {{result 0 of @calls depends on argument 0, and not on argument 1[0] or argument 1[1]}}
func.func @calls(%x: f64, %t: tuple<f64, i64>) -> f64 {
  %a = functional.get %t[0] : tuple<f64, i64>
  %p, %q = func.call @first(%x, %a) : (f64, f64) -> (f64, f64)
  %r, %s = func.call @first(%p, %q) : (f64, f64) -> (f64, f64)
  return %r : f64
}

// An op of a callee cuts; further ones are notes.
// expected-remark @+1 {{result 0 of @step depends on argument 0}}
func.func private @step(%x: f64) -> f64 {
// expected-remark @+2 {{the derivative of result 0 by argument 0 is zero: 'math.floor' cuts it here}}
// expected-remark @+1 {{the derivative of result 0 by argument 1 is zero: 'math.floor' cuts it here}}
  %r = math.floor %x : f64
  return %r : f64
}
// expected-remark @+1 {{result 0 of @cut depends on argument 0 and argument 1}}
func.func @cut(%x: f64, %y: f64) -> f64 {
  %s = func.call @step(%y) : (f64) -> f64
// expected-note @+1 {{and 'arith.fptosi' cuts it here}}
  %n = arith.fptosi %y : f64 to i32
  %f = arith.sitofp %n : i32 to f64
  %a = arith.addf %s, %f : f64
  %r = arith.mulf %a, %x : f64
  return %r : f64
}

// A comparison cuts, whichever branch is taken.
// expected-remark @+1 {{result 0 of @branch depends on argument 0 and argument 1}}
func.func @branch(%x: f64, %y: f64) -> f64 {
// expected-remark @+1 {{the derivative of result 0 by argument 1 is zero: 'arith.cmpf' cuts it here}}
  %c = arith.cmpf ogt, %y, %x : f64
  %r = scf.if %c -> f64 {
    scf.yield %x : f64
  } else {
    %z = arith.constant 0.0 : f64
    scf.yield %z : f64
  }
  return %r : f64
}

// What a loop carries from one variable to the next arrives after a trip.
// expected-remark @+2 {{result 0 of @rotate depends on argument 0, argument 1, argument 2 and argument 3}}
// expected-remark @+1 {{result 1 of @rotate depends on argument 1, argument 2 and argument 3, and not on argument 0}}
func.func @rotate(%x: f64, %y: f64, %z: f64, %n: index) -> (f64, f64) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %r:3 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y, %c = %z) -> (f64, f64, f64) {
    scf.yield %b, %c, %c : f64, f64, f64
  }
  return %r#0, %r#1 : f64, f64
}
// expected-remark @+1 {{result 0 of @until depends on argument 0 and argument 1}}
func.func @until(%x: f64, %limit: f64) -> f64 {
  %r = scf.while (%a = %x) : (f64) -> f64 {
// expected-remark @+1 {{the derivative of result 0 by argument 1 is zero: 'arith.cmpf' cuts it here}}
    %more = arith.cmpf olt, %a, %limit : f64
    scf.condition(%more) %a : f64
  } do {
  ^bb0(%a: f64):
    %b = arith.mulf %a, %a : f64
    scf.yield %b : f64
  }
  return %r : f64
}

// Recursion: dependences are added until there are no more.
// expected-remark @+1 {{result 0 of @swap depends on argument 0, argument 1 and argument 2}}
func.func @swap(%x: f64, %y: f64, %n: i32) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %s = func.call @swap(%y, %x, %m) : (f64, f64, i32) -> f64
    scf.yield %s : f64
  }
  return %r : f64
}

// Data types are one part; a rule stands for all that it is about; an external function has none.
functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
// expected-remark @+1 {{result 0 of @head depends on argument 0 and argument 1}}
func.func @head(%l: !functional.data<@list>, %default: f64) -> f64 {
  %r = functional.match %l : !functional.data<@list> -> f64 {
  case nil {
    functional.yield %default : f64
  }
  case cons(%x: f64, %t: !functional.data<@list>) {
    functional.yield %x : f64
  }
  }
  return %r : f64
}
func.func private @ruled_vjp(%x: f64) -> (f64, !functional.fn<(f64) -> f64>) {
  %f = functional.lambda (%d: f64) -> f64 {
    functional.return %d : f64
  }
  return %x, %f : f64, !functional.fn<(f64) -> f64>
}
// expected-remark @+1 {{result 0 of @ruled depends on argument 0}}
func.func private @ruled(%x: f64) -> f64 attributes {functional.custom_vjp = @ruled_vjp} {
  %r = math.floor %x : f64
  return %r : f64
}
// expected-remark @+1 {{there is no derivative of result 0 by argument 1: the external function @ext has no rule}}
func.func private @ext(f64) -> f64
// expected-remark @+1 {{result 0 of @outside depends on argument 0 and argument 1}}
func.func @outside(%x: f64, %y: f64) -> f64 {
  %a = func.call @ruled(%x) : (f64) -> f64
  %b = func.call @ext(%y) : (f64) -> f64
  %r = arith.addf %a, %b : f64
  return %r : f64
}
