// What the parser and the verifier refuse, and what they say.
// RUN: pullback-opt %s --split-input-file --verify-diagnostics

func.func @too_few_arguments(%f: !functional.fn<(f64, f64) -> f64>, %a: f64) {
  // expected-error @+1 {{'functional.apply' op expected 2 arguments for '!functional.fn<(f64, f64) -> f64>', found 1}}
  %r = functional.apply %f(%a) : !functional.fn<(f64, f64) -> f64>
  return
}

// -----

func.func @too_few_arguments_generic(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+1 {{'functional.apply' op expected 1 argument for '!functional.fn<(f64) -> f64>', found 0}}
  %r = "functional.apply"(%f) : (!functional.fn<(f64) -> f64>) -> f64
  return
}

// -----

func.func @argument_type(%f: !functional.fn<(f64, f64) -> f64>, %a: f64, %b: f32) {
  // expected-error @+1 {{'functional.apply' op argument 1 has type 'f32', but '!functional.fn<(f64, f64) -> f64>' takes 'f64'}}
  %r = "functional.apply"(%f, %a, %b) : (!functional.fn<(f64, f64) -> f64>, f64, f32) -> f64
  return
}

// -----

func.func @result_type(%f: !functional.fn<() -> f64>) {
  // expected-error @+2 {{'functional.apply' op failed to infer returned types}}
  // expected-error @+1 {{'functional.apply' op inferred type(s) 'f64' are incompatible with return type(s) of operation 'f32'}}
  %r = "functional.apply"(%f) : (!functional.fn<() -> f64>) -> f32
  return
}

// -----

func.func @apply_of_a_number(%a: f64) {
  // expected-error @+1 {{expected a function value's type such as !functional.fn<(f64) -> f64>, found 'f64'}}
  %r = functional.apply %a(%a) : f64
  return
}

// -----

func.func @apply_of_a_number_generic(%a: f64) {
  // expected-error @+1 {{'functional.apply' op operand #0 must be a function value, but got 'f64'}}
  %r = "functional.apply"(%a, %a) : (f64, f64) -> f64
  return
}

// -----

func.func @too_many_bound(%f: !functional.fn<(f64) -> f64>, %a: f64) {
  // expected-error @+1 {{'functional.partial' op expected at most 1 argument for '!functional.fn<(f64) -> f64>', found 2}}
  %r = functional.partial %f(%a, %a) : !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @too_many_bound_generic(%f: !functional.fn<() -> f64>, %a: f64) {
  // expected-error @+1 {{'functional.partial' op expected at most 0 arguments for '!functional.fn<() -> f64>', found 1}}
  %r = "functional.partial"(%f, %a) : (!functional.fn<() -> f64>, f64) -> !functional.fn<() -> f64>
  return
}

// -----

func.func @bound_type(%f: !functional.fn<(f64, i1) -> f64>, %a: i32) {
  // expected-error @+1 {{'functional.partial' op argument 0 has type 'i32', but '!functional.fn<(f64, i1) -> f64>' takes 'f64'}}
  %r = "functional.partial"(%f, %a) : (!functional.fn<(f64, i1) -> f64>, i32) -> !functional.fn<(i1) -> f64>
  return
}

// -----

func.func @unknown_symbol() {
  // expected-error @+1 {{'functional.ref' op refers to @nobody, which no 'func.func' defines}}
  %f = functional.ref @nobody : !functional.fn<() -> ()>
  return
}

// -----

module @inner {
}
func.func @not_a_function() {
  // expected-error @+1 {{'functional.ref' op refers to @inner, which is a 'builtin.module', not a 'func.func'}}
  %f = functional.ref @inner : !functional.fn<() -> ()>
  return
}

// -----

func.func private @callee(f64) -> f64
func.func @other_type() {
  // expected-error @+1 {{'functional.ref' op refers to @callee as '(f32) -> f64', but it has type '(f64) -> f64'}}
  %f = functional.ref @callee : !functional.fn<(f32) -> f64>
  return
}

// -----

func.func @too_few_results() {
  %f = functional.lambda (%x: f64) -> f64 {
    // expected-error @+1 {{'functional.return' op returns 0 values, but the enclosing 'functional.lambda' has 1 result}}
    functional.return
  }
  return
}

// -----

func.func @returned_type() {
  %f = functional.lambda (%x: f64, %y: f32) -> (f64, f64) {
    // expected-error @+1 {{'functional.return' op operand 1 has type 'f32', but the enclosing 'functional.lambda' expects 'f64'}}
    functional.return %x, %y : f64, f32
  }
  return
}

// -----

func.func @letrec_result(%g: !functional.fn<() -> i1>) {
  %f = functional.letrec (%self: !functional.fn<() -> i32>) {
    // expected-error @+1 {{'functional.return' op operand 0 has type '!functional.fn<() -> i1>', but the enclosing 'functional.letrec' expects '!functional.fn<() -> i32>'}}
    functional.return %g : !functional.fn<() -> i1>
  }
  return
}

// -----

func.func @letrec_of_a_number() {
  // expected-error @+1 {{'functional.letrec' op result #0 must be variadic of a function value, but got 'f64'}}
  %f = functional.letrec (%self: f64) {
    functional.return %self : f64
  }
  return
}

// -----

func.func @parameters() {
  // expected-error @+1 {{'functional.lambda' op has 0 block arguments, but its type asks for 1}}
  %f = "functional.lambda"() ({
    %r = arith.constant 0.0 : f64
    "functional.return"(%r) : (f64) -> ()
  }) : () -> !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @parameter_type() {
  // expected-error @+1 {{'functional.lambda' op block argument 0 has type 'f32', but the op's type asks for 'f64'}}
  %f = "functional.lambda"() ({
  ^bb0(%x: f32):
    "functional.return"(%x) : (f32) -> ()
  }) : () -> !functional.fn<(f64) -> f32>
  return
}

// -----

func.func @other_terminator() {
  %f = functional.lambda () {
    // expected-error @+1 {{'ub.unreachable' op ends the body of a 'functional.lambda', which only 'functional.return' can}}
    ub.unreachable
  }
  return
}

// -----

func.func @no_body() {
  // expected-error @+1 {{'functional.lambda' op region #0 ('body') failed to verify constraint: region with 1 blocks}}
  %f = "functional.lambda"() ({
  }) : () -> !functional.fn<() -> ()>
  return
}

// -----

func.func @return_outside(%x: f64) {
  // expected-error @+1 {{'functional.return' op expects parent op to be one of 'functional.lambda, functional.letrec'}}
  functional.return %x : f64
}

// -----

func.func @field_out_of_range(%t: tuple<f64, i32>) {
  // expected-error @+1 {{'functional.get' op index 2 is out of range: 'tuple<f64, i32>' has 2 fields}}
  %a = functional.get %t[2] : tuple<f64, i32>
  return
}

// -----

func.func @negative_field(%t: tuple<f64>) {
  // expected-error @+1 {{'functional.get' op index -1 is out of range: 'tuple<f64>' has 1 field}}
  %a = functional.get %t[-1] : tuple<f64>
  return
}

// -----

func.func @field_of_no_tuple(%t: f64) {
  // expected-error @+1 {{invalid kind of type specified: expected builtin.tuple, but found 'f64'}}
  %a = functional.get %t[0] : f64
  return
}

// -----

func.func @field_without_index(%t: tuple<f64>) {
  // expected-error @+1 {{'functional.get' op requires attribute 'index'}}
  %a = "functional.get"(%t) : (tuple<f64>) -> f64
  return
}

// -----

func.func @tuple_type(%a: f64) {
  // expected-error @+2 {{'functional.tuple' op failed to infer returned types}}
  // expected-error @+1 {{'functional.tuple' op inferred type(s) 'tuple<f64>' are incompatible with return type(s) of operation 'tuple<f32>'}}
  %t = "functional.tuple"(%a) : (f64) -> tuple<f32>
  return
}

// -----

func.func @wrt_out_of_range(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+1 {{'functional.grad' op 'wrt' names argument 1, but the function has 1 argument; name those to differentiate by, counted from 0}}
  %g = functional.grad %f wrt [1] : !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @wrt_negative(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+1 {{'functional.vjp' op 'wrt' names argument -1, but the function has 1 argument; name those to differentiate by, counted from 0}}
  %g = functional.vjp %f wrt [-1] : !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @wrt_duplicate(%f: !functional.fn<(f64, f64) -> f64>) {
  // expected-error @+1 {{'functional.jvp' op 'wrt' names argument 0 twice; name it once}}
  %g = functional.jvp %f wrt [0, 1, 0] : !functional.fn<(f64, f64) -> f64>
  return
}

// -----

func.func @wrt_empty(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+1 {{'functional.grad' op 'wrt' names no argument; leave it out for all differentiable arguments}}
  %g = functional.grad %f wrt [] : !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @wrt_of_an_integer(%f: !functional.fn<(f64, i32) -> f64>) {
  // expected-error @+1 {{'functional.grad' op 'wrt' names argument 1, which has type 'i32' and is not differentiable; leave it out, or make it a float}}
  %g = functional.grad %f wrt [1] : !functional.fn<(f64, i32) -> f64>
  return
}

// -----

func.func @wrt_of_a_function(%f: !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>) {
  // expected-error @+1 {{'functional.grad' op 'wrt' names argument 0, which has type '!functional.fn<(f64) -> f64>' and is not differentiable; leave it out, or make it a float}}
  %g = functional.grad %f wrt [0] : !functional.fn<(!functional.fn<(f64) -> f64>, f64) -> f64>
  return
}

// -----

func.func @nothing_differentiable(%f: !functional.fn<(i32, i1) -> f64>) {
  // expected-error @+1 {{'functional.value_and_grad' op no argument of '!functional.fn<(i32, i1) -> f64>' is differentiable; the operator needs one that holds a float}}
  %g = functional.value_and_grad %f : !functional.fn<(i32, i1) -> f64>
  return
}

// -----

func.func @grad_of_two_results(%f: !functional.fn<(f64) -> (f64, f64)>) {
  // expected-error @+1 {{'functional.grad' op expects a function with exactly one result, a scalar float, found 2 results; use vjp or jvp}}
  %g = functional.grad %f : !functional.fn<(f64) -> (f64, f64)>
  return
}

// -----

func.func @grad_of_a_tensor(%f: !functional.fn<(f64) -> tensor<2xf64>>) {
  // expected-error @+1 {{'functional.grad' op expects a function whose result is a scalar float, found 'tensor<2xf64>'; use vjp or jvp}}
  %g = functional.grad %f : !functional.fn<(f64) -> tensor<2xf64>>
  return
}

// -----

func.func @grad_of_a_curried_predicate(%f: !functional.fn<(f64) -> !functional.fn<(f64) -> i1>>) {
  // expected-error @+1 {{'functional.value_and_grad' op expects a function whose result is a scalar float, found 'i1'; use vjp or jvp}}
  %g = functional.value_and_grad %f : !functional.fn<(f64) -> !functional.fn<(f64) -> i1>>
  return
}

// -----

func.func @vjp_of_a_function_result(%f: !functional.fn<(f64) -> (f64, !functional.fn<() -> f64>)>) {
  // expected-error @+1 {{'functional.vjp' op result 1 of the function holds a function value ('!functional.fn<() -> f64>'), which has no cotangent; use grad or jvp}}
  %g = functional.vjp %f : !functional.fn<(f64) -> (f64, !functional.fn<() -> f64>)>
  return
}

// -----

func.func @jvp_of_a_predicate(%f: !functional.fn<(f64) -> i1>) {
  // expected-error @+1 {{'functional.jvp' op no result of '!functional.fn<(f64) -> i1>' is differentiable}}
  %g = functional.jvp %f : !functional.fn<(f64) -> i1>
  return
}

// -----

func.func @derivative_type(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+2 {{'functional.grad' op failed to infer returned types}}
  // expected-error @+1 {{'functional.grad' op inferred type(s) '!functional.fn<(f64) -> f64>' are incompatible with return type(s) of operation '!functional.fn<() -> ()>'}}
  %g = "functional.grad"(%f) : (!functional.fn<(f64) -> f64>) -> !functional.fn<() -> ()>
  return
}

// -----

// expected-error @+1 {{expected a signature such as (f64) -> f64, found 'f64'}}
func.func private @fn_of_no_signature(!functional.fn<f64>)

// -----

func.func @name_twice(%f: !functional.fn<(f64, f64) -> f64>, %x: f64) {
  // expected-error @+1 {{'functional.partial' op names two values "x"}}
  %g = functional.partial %f(%x as "x", %x as "x") : !functional.fn<(f64, f64) -> f64>
  return
}

// -----

func.func @name_for_each(%f: !functional.fn<(f64, f64) -> f64>, %x: f64) {
  // expected-error @+1 {{'functional.partial' op has 2 names for 1 value}}
  %g = "functional.partial"(%f, %x) {names = ["a", "b"]} : (!functional.fn<(f64, f64) -> f64>, f64) -> !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @captures_without_names(%x: f64) {
  // expected-error @+1 {{'functional.lambda' op captures values without names; use them in the body instead}}
  %g = "functional.lambda"(%x) ({
  ^bb0(%c: f64):
    "functional.return"(%c) : (f64) -> ()
  }) : (f64) -> !functional.fn<() -> f64>
  return
}

// -----

func.func @captures_twice(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+1 {{'functional.grad' op 'captures' names "y" twice}}
  %g = functional.grad %f captures("y": f64, "y": f64) : !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @captures_an_integer(%f: !functional.fn<(f64) -> f64>) {
  // expected-error @+1 {{'functional.grad' op 'captures' names a value of type 'i32', which is not differentiable}}
  %g = functional.grad %f captures("y": i32) : !functional.fn<(f64) -> f64>
  return
}

// -----

func.func @vmap_sizes(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op argument 1 has 5 at dimension 1, and another one has 4; give all one size}}
  %g = functional.vmap %f in [0, 1] out [0] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(tensor<4xf64>, tensor<3x5xf64>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_of_nothing(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op has no argument with a dimension for the calls; give at least one in 'in'}}
  %g = functional.vmap %f in [-1, -1] out [0] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(f64, tensor<3xf64>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_of_a_tuple(%f: !functional.fn<(tuple<f64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op argument 0 is of type 'tuple<f64>', which has no arrays; only numbers and ranked arrays of them have a dimension for the calls}}
  %g = functional.vmap %f in [0] out [0] : !functional.fn<(tuple<f64>) -> f64> to !functional.fn<(tuple<tensor<4xf64>>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_dimension(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op argument 1 is of type 'tensor<3xf64>', and 2 is no dimension of an array of these; give one from 0 to 1}}
  %g = functional.vmap %f in [0, 2] out [0] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(tensor<4xf64>, tensor<3x4xf64>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_shape(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op argument 1 is of type 'tensor<3xf64>', and 'tensor<2x4xf64>' is not that with a dimension more at 1}}
  %g = functional.vmap %f in [0, 1] out [0] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(tensor<4xf64>, tensor<2x4xf64>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_count(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op has 1 and 1 dimensions in 'in' and 'out'; give one for each of the 2 arguments, and of the 1 results}}
  %g = functional.vmap %f in [0] out [0] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(tensor<4xf64>, tensor<3xf64>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_same(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{'functional.vmap' op argument 1 is the same in all calls, and its types are 'tensor<3xf64>' and 'tensor<3x4xf64>'}}
  %g = functional.vmap %f in [0, -1] out [0] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(tensor<4xf64>, tensor<3x4xf64>) -> tensor<4xf64>>
  return
}

// -----

func.func @vmap_results(%f: !functional.fn<(f64, tensor<3xf64>) -> f64>) {
  // expected-error @+1 {{both have as many arguments, and as many results}}
  %g = functional.vmap %f in [0, -1] out [] : !functional.fn<(f64, tensor<3xf64>) -> f64> to !functional.fn<(tensor<4xf64>, tensor<3xf64>) -> ()>
  return
}
