// Functions that name the functions that stand for their derivatives.
// RUN: pullback-opt %s --split-input-file --verify-diagnostics

// Good ones: arguments and results without tangents have no entries.
func.func @f(%x: f64, %n: i32, %t: tuple<f32, i1>) -> (f64, i1)
    attributes {functional.custom_vjp = @f_vjp, functional.custom_jvp = @f_jvp} {
  %true = arith.constant true
  return %x, %true : f64, i1
}
func.func private @f_vjp(f64, i32, tuple<f32, i1>)
    -> (f64, i1, !functional.fn<(f64) -> (f64, tuple<f32, tuple<>>)>)
func.func private @f_jvp(f64, i32, tuple<f32, i1>, f64, tuple<f32, tuple<>>) -> (f64, i1, f64)

// -----

// expected-error @+1 {{'func.func' op 'functional.custom_vjp' refers to @nobody, which no 'func.func' defines}}
func.func private @f(f64) -> f64 attributes {functional.custom_vjp = @nobody}

// -----

// expected-error @+1 {{'func.func' op 'functional.custom_jvp' is "g"; it names a function of the module, as @rule does}}
func.func private @f(f64) -> f64 attributes {functional.custom_jvp = "g"}

// -----

// expected-error @+1 {{'func.func' op 'functional.custom_vjp' refers to @g of type '(f64) -> f64', but the rule has type '(f64) -> (f64, !functional.fn<(f64) -> f64>)'}}
func.func private @f(f64) -> f64 attributes {functional.custom_vjp = @g}
// expected-note @+1 {{the rule is defined here}}
func.func private @g(f64) -> f64

// -----

// expected-error @+1 {{'func.func' op 'functional.custom_jvp' refers to @g of type '(f64, f64) -> (f64, f64)', but the rule has type '(f64, f32, f64, f32) -> (f64, f64)'}}
func.func private @f(f64, f32) -> f64 attributes {functional.custom_jvp = @g}
// expected-note @+1 {{the rule is defined here}}
func.func private @g(f64, f64) -> (f64, f64)

// -----

// expected-error @+1 {{'func.func' op 'functional.custom_vjp' no argument of '!functional.fn<(i32) -> f64>' is differentiable}}
func.func private @f(i32) -> f64 attributes {functional.custom_vjp = @f}

// -----

// What the argument captures is hidden from the rule.
// expected-error @+1 {{'func.func' op 'functional.custom_vjp' cannot be given to a function that takes or gives function values, for what these capture is hidden from a rule; pass the captures as arguments}}
func.func private @f(f64, !functional.fn<(f64) -> f64>) -> f64 attributes {functional.custom_vjp = @f}

// -----

// The same in a field of a data type, which may be recursive.
functional.data @box { box(f64, !functional.data<@other>) }
functional.data @other { none some(!functional.fn<() -> f64>, !functional.data<@box>) }
// expected-error @+1 {{'func.func' op 'functional.custom_vjp' cannot be given to a function that takes or gives function values, for what these capture is hidden from a rule; pass the captures as arguments}}
func.func private @f(!functional.data<@box>) -> f64 attributes {functional.custom_vjp = @f}

// -----

// Data types without functions are differentiable arguments.
functional.data @list { nil cons(f64, !functional.data<@list>) }
func.func private @sum(!functional.data<@list>) -> f64 attributes {functional.custom_vjp = @sum_vjp}
func.func private @sum_vjp(!functional.data<@list>) -> (f64, !functional.fn<(f64) -> !functional.data<@list$ct>>)

// -----

func.func @f(%x: f64) -> f64 {
  // expected-error @+1 {{'arith.addf' op 'functional.custom_jvp' is an attribute of 'func.func'}}
  %y = arith.addf %x, %x {functional.custom_jvp = @f} : f64
  return %y : f64
}
