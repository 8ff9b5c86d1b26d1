// What the parser and the verifier refuse of data types, stacks and tangents, and what they say.
// RUN: pullback-opt %s --split-input-file --verify-diagnostics

// expected-error @+1 {{'functional.data' op declares no constructor; a data type has at least one}}
functional.data @never {
}

// -----

// expected-error @+1 {{'functional.data' op declares the constructor "a" twice}}
functional.data @twice {
  a
  a(f64)
}

// -----

// expected-error @+1 {{'functional.data' op declares @t$ct: names that end with '$ct' are those of tangent types, which nothing declares}}
functional.data @t$ct {
  a
}

// -----

// expected-error @+1 {{'functional.data' op has 2 constructors, but the fields of 1}}
"functional.data"() {sym_name = "t", constructors = ["a", "b"], fields = [tuple<>]} : () -> ()

// -----

// expected-error @+1 {{'functional.data' op has the fields of "a" in f64; they are the elements of a tuple type}}
"functional.data"() {sym_name = "t", constructors = ["a"], fields = [f64]} : () -> ()

// -----

// expected-error @+1 {{'functional.data' op refers to @nobody, which no 'functional.data' declares; declare it in this module}}
functional.data @t {
  a(tuple<!functional.data<@nobody>>)
}

// -----

func.func @unknown() {
  // expected-error @+1 {{'functional.construct' op refers to @nobody, which no 'functional.data' declares; declare it in this module}}
  %l = functional.construct @nobody nil() : !functional.data<@nobody>
  return
}

// -----

func.func @not_data() {
  // expected-error @+1 {{'functional.construct' op refers to @not_data, which is a 'func.func', not a 'functional.data'}}
  %l = functional.construct @not_data nil() : !functional.data<@not_data>
  return
}

// -----

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @no_such_constructor() {
  // expected-error @+1 {{'functional.construct' op uses the constructor "leaf", but @list has "nil", "cons"}}
  %l = functional.construct @list leaf() : !functional.data<@list>
  return
}

// -----

functional.data @list { nil }
func.func @zero_is_of_tangents() {
  // expected-error @+1 {{'functional.construct' op uses the constructor "zero", but @list has "nil"}}
  %l = functional.construct @list zero() : !functional.data<@list>
  return
}

// -----

functional.data @list { nil }
func.func @other_name() {
  // expected-error @+1 {{expected a value of @list, found '!functional.data<@list$ct>'}}
  %l = functional.construct @list nil() : !functional.data<@list$ct>
  return
}

// -----

functional.data @list { nil }
func.func @other_name_generic() {
  // expected-error @+1 {{'functional.construct' op names @other, but the value has type '!functional.data<@list>'}}
  %l = "functional.construct"() {data = @other, constructor = "nil"} : () -> !functional.data<@list>
  return
}

// -----

func.func @construct_of_a_number() {
  // expected-error @+1 {{expected a data type such as !functional.data<@list>, found 'f64'}}
  %l = functional.construct @list nil() : f64
  return
}

// -----

functional.data @box { box(f64) }
func.func @fields(%x: f64) {
  // expected-error @+1 {{'functional.construct' op gives 2 fields, but "box" of @box has 1}}
  %l = functional.construct @box box(%x, %x) : (f64, f64) -> !functional.data<@box>
  return
}

// -----

functional.data @box { box(tuple<i1, f64>) }
func.func @field_type(%x: f32) {
  // expected-error @+1 {{'functional.construct' op field 0 has type 'f32', but "box" of @box$ct has 'f64'}}
  %l = functional.construct @box$ct box(%x) : (f32) -> !functional.data<@box$ct>
  return
}

// -----

functional.data @list {
  nil
  cons(f64, !functional.data<@list>)
}
func.func @missing_case(%l: !functional.data<@list>) {
  // expected-error @+1 {{'functional.match' op has no case for "cons" of @list}}
  functional.match %l : !functional.data<@list> {
  case nil {
    functional.yield
  }
  }
  return
}

// -----

functional.data @list { nil }
func.func @unknown_case(%l: !functional.data<@list$ct>) {
  // expected-error @+1 {{'functional.match' op has a case for "none", but @list$ct has the constructors "zero", "nil"}}
  functional.match %l : !functional.data<@list$ct> {
  case zero {
    functional.yield
  }
  case none {
    functional.yield
  }
  }
  return
}

// -----

functional.data @list { nil }
func.func @two_cases(%l: !functional.data<@list>) {
  // expected-error @+1 {{'functional.match' op has two cases for "nil"}}
  functional.match %l : !functional.data<@list> {
  case nil {
    functional.yield
  }
  case nil {
    functional.yield
  }
  }
  return
}

// -----

functional.data @bit { off on }
func.func @order(%l: !functional.data<@bit>) {
  // expected-error @+1 {{'functional.match' op has the case for "on" where that for "off" is expected: cases stand in the order of the declaration}}
  functional.match %l : !functional.data<@bit> {
  case on {
    functional.yield
  }
  case off {
    functional.yield
  }
  }
  return
}

// -----

functional.data @box { box(f64) }
func.func @bound_values(%l: !functional.data<@box>) {
  // expected-error @+1 {{'functional.match' op binds 0 values in the case for "box", which has 1 field}}
  functional.match %l : !functional.data<@box> {
  case box {
    functional.yield
  }
  }
  return
}

// -----

functional.data @box { box(f64) }
func.func @bound_type(%l: !functional.data<@box>) {
  // expected-error @+1 {{'functional.match' op binds field 0 of "box" as 'f32', but it has type 'f64'}}
  functional.match %l : !functional.data<@box> {
  case box(%x: f32) {
    functional.yield
  }
  }
  return
}

// -----

func.func @undeclared(%l: !functional.data<@box>) {
  // expected-error @+1 {{'functional.match' op refers to @box, which no 'functional.data' declares; declare it in this module}}
  functional.match %l : !functional.data<@box> {
  }
  return
}

// -----

functional.data @box { box }
func.func @regions(%l: !functional.data<@box>) {
  // expected-error @+1 {{'functional.match' op has 1 case, but 0 regions}}
  "functional.match"(%l) {data = @box, cases = ["box"]} : (!functional.data<@box>) -> ()
  return
}

// -----

functional.data @box { box }
func.func @yielded_count(%l: !functional.data<@box>) -> f64 {
  %r = functional.match %l : !functional.data<@box> -> f64 {
  case box {
    // expected-error @+1 {{'functional.yield' op yields 0 values, but the enclosing 'functional.match' has 1 result}}
    functional.yield
  }
  }
  return %r : f64
}

// -----

functional.data @box { box }
func.func @yielded_type(%l: !functional.data<@box>, %x: f32) -> f64 {
  %r = functional.match %l : !functional.data<@box> -> f64 {
  case box {
    // expected-error @+1 {{'functional.yield' op operand 0 has type 'f32', but the enclosing 'functional.match' expects 'f64'}}
    functional.yield %x : f32
  }
  }
  return %r : f64
}

// -----

functional.data @box { box }
func.func @other_terminator(%l: !functional.data<@box>) {
  functional.match %l : !functional.data<@box> {
  case box {
    // expected-error @+1 {{'ub.unreachable' op ends a case of a 'functional.match', which only 'functional.yield' can}}
    ub.unreachable
  }
  }
  return
}

// -----

func.func @yield_outside() {
  // expected-error @+1 {{'functional.yield' op expects parent op 'functional.match'}}
  functional.yield
}

// -----

func.func @pushed_count(%s: !functional.stack<f64, i32>, %x: f64) {
  // expected-error @+1 {{'functional.push' op expected 2 values for '!functional.stack<f64, i32>', found 1}}
  %t = functional.push %s, %x : !functional.stack<f64, i32>
  return
}

// -----

func.func @push_to_a_number(%x: f64) {
  // expected-error @+1 {{expected a stack's type such as !functional.stack<f64>, found 'f64'}}
  %t = functional.push %x, %x : f64
  return
}

// -----

func.func @pushed_type(%s: !functional.stack<f64>, %x: f32) {
  // expected-error @+1 {{'functional.push' op moves an entry of types ('f32'), but '!functional.stack<f64>' has others}}
  %t = "functional.push"(%s, %x) : (!functional.stack<f64>, f32) -> !functional.stack<f64>
  return
}

// -----

func.func @popped_type(%s: !functional.stack<f64>) {
  // expected-error @+1 {{'functional.pop' op gives '!functional.stack<f32>' of '!functional.stack<f64>'; the two are of the same type}}
  %t, %x = "functional.pop"(%s) : (!functional.stack<f64>) -> (!functional.stack<f32>, f64)
  return
}

// -----

func.func @zero_of_an_integer() {
  // expected-error @+1 {{'functional.zero' op result #0 must be the tangent type of a type, but got 'i32'}}
  %z = functional.zero : i32
  return
}

// -----

func.func @zero_without_size() {
  // expected-error @+1 {{'functional.zero' op has type 'tensor<?xf64>', whose zero has no size; use types of static shape}}
  %z = functional.zero : tensor<?xf64>
  return
}

// -----

functional.data @box { box }
func.func @sum_of_primals(%l: !functional.data<@box>) {
  // expected-error @+1 {{'functional.add' op operand #0 must be the tangent type of a type, but got '!functional.data<@box>'}}
  %s = functional.add %l, %l : !functional.data<@box>
  return
}

// -----

func.func @stopped_function(%f: tuple<!functional.fn<() -> f64>>) {
  // expected-error @+1 {{'functional.stop_gradient' op has an operand of type 'tuple<!functional.fn<() -> f64>>', which holds a function value; apply it to what the function captures}}
  %g = functional.stop_gradient %f : tuple<!functional.fn<() -> f64>>
  return
}
