//===- FunctionalDialect.td - The functional dialect ------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_DIALECT_TD
#define PULLBACK_FUNCTIONAL_DIALECT_TD

include "mlir/IR/DialectBase.td"

def Functional_Dialect : Dialect {
  let name = "functional";
  let cppNamespace = "::pullback::functional";
  let summary = "First-class functions and their derivatives";
  let description = [{
    The dialect adds function values to MLIR (closures, recursion, partial
    application, references to `func.func`), the construction and projection of
    the builtin `tuple` type, recursive data types, stacks, and the derivative
    operators `grad`, `value_and_grad`, `vjp` and `jvp` on function values. Scalars
    are `arith` and `math`, control flow is `scf`, top-level functions are
    `func.func`.

    ```mlir
    // The derivative of x -> x^3 at 2.
    func.func @main() -> f64 {
      %cube = functional.lambda (%x: f64) -> f64 {
        %xx = arith.mulf %x, %x : f64
        %xxx = arith.mulf %xx, %x : f64
        functional.return %xxx : f64
      }
      %slope = functional.grad %cube : !functional.fn<(f64) -> f64>
      %two = arith.constant 2.0 : f64
      %r = functional.apply %slope(%two) : !functional.fn<(f64) -> f64>
      return %r : f64
    }
    ```

    ## Tangent types

    The derivative operators infer their result types from the *tangent type*
    of a type:

    | type | tangent type |
    |---|---|
    | a float | itself |
    | a vector or tensor of floats | itself |
    | `tuple<A, B>` | `tuple<tangent(A), tangent(B)>` |
    | `!functional.fn<(A) -> R>` in a result | `!functional.fn<(A) -> tangent(R)>`, of the differentiable results |
    | `!functional.data<@t>` | `!functional.data<@t$ct>`, which is its own |
    | `!functional.stack<A, B>` | `!functional.stack<...>` of the tangents in A and B, tuples flattened; the unit where there is none |
    | anything else | the unit `tuple<>` |

    Cotangent types are equal to tangent types. An argument or result is
    *differentiable* if its tangent type holds at least one float or data type; the
    others have no entry in the lists of tangents and cotangents.

    ## Attributes of the derivative operators

    `wrt` lists the arguments to differentiate with respect to, by position. The
    order of the list is the order of the gradients. Without `wrt`: all
    differentiable arguments, in their order.

    `captures` and `capture_types` name what the function captures that the
    gradients are also with respect to, and its types. Their cotangents are one
    more gradient, a tuple.

    ## Custom rules

    A `func.func` may name functions that take the place of its derivatives:

    ```mlir
    func.func @root(%a: f64) -> f64 attributes {functional.custom_vjp = @root_vjp} { ... }
    func.func @root_vjp(%a: f64) -> (f64, !functional.fn<(f64) -> f64>) { ... }
    ```

    `functional.custom_vjp` has the type of `vjp` of the function,
    `functional.custom_jvp` that of `jvp`, both for all differentiable arguments.
    The rule is differentiated where the derivative of a derivative is asked for.
    Functions that take or give function values have no custom rules: what those
    capture is hidden from the rule.
  }];

  let dependentDialects = [
    "::mlir::arith::ArithDialect",
    "::mlir::func::FuncDialect",
    "::mlir::ub::UBDialect",
  ];
  let hasConstantMaterializer = 1;
  let hasOperationAttrVerify = 1;
  let useDefaultTypePrinterParser = 1;
  let extraClassDeclaration = [{
    /// Attaches the interfaces by which upstream's folder, inliner and bytecode
    /// know the dialect.
    void registerInterfaces();
  }];
}

#endif // PULLBACK_FUNCTIONAL_DIALECT_TD
