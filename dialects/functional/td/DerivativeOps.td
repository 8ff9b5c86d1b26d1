//===- DerivativeOps.td - Derivative operators -------------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_DERIVATIVE_OPS_TD
#define PULLBACK_FUNCTIONAL_DERIVATIVE_OPS_TD

include "FunctionalBase.td"

class Functional_DerivativeOp<string mnemonic>
    : Functional_Op<mnemonic, [
        Pure, InferTypeOpAdaptor,
        DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let arguments = (ins Functional_FnType:$function, OptionalAttr<DenseI64ArrayAttr>:$wrt);
  let results = (outs Functional_FnType:$derivative);
  let assemblyFormat = "$function (`wrt` $wrt^)? attr-dict `:` qualified(type($function))";
}

/// One that gives cotangents, also of what a closure captures.
class Functional_CotangentOp<string mnemonic> : Functional_DerivativeOp<mnemonic> {
  let arguments = (ins Functional_FnType:$function, OptionalAttr<DenseI64ArrayAttr>:$wrt,
                       OptionalAttr<StrArrayAttr>:$captures,
                       OptionalAttr<TypeArrayAttr>:$capture_types);
  let assemblyFormat = [{
    $function (`wrt` $wrt^)? (`captures` `` custom<Captures>($captures, $capture_types)^)?
    attr-dict `:` qualified(type($function))
  }];
}

def Functional_GradOp : Functional_CotangentOp<"grad"> {
  let summary = "the gradients of a function";
  let description = [{
    The function that takes the same arguments and gives the gradients with
    respect to the arguments named by `wrt`. The function must have exactly one
    result, and that a scalar float.

    ```mlir
    // %g : !functional.fn<(f64, i1, f64) -> (f64, f64)>
    %g = functional.grad %f wrt [2, 0] : !functional.fn<(f64, i1, f64) -> f64>
    ```

    If the one result is a function, the derivative is by uncurrying: the
    gradients stand at the bottom, and are those of the outer arguments.

    ```mlir
    // %g : !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>
    %g = functional.grad %f : !functional.fn<(f64) -> !functional.fn<(i32) -> f64>>
    ```

    `captures` asks for the cotangents of what the function captures under these
    names (`captures` of `functional.lambda`, `as` in `functional.partial`). They
    come last, as one tuple in the order of the names. `wrt []` gives nothing else.

    ```mlir
    // %g : !functional.fn<(f64) -> (f64, tuple<f64, f32>)>
    %g = functional.grad %f captures("y": f64, "z": f32) : !functional.fn<(f64) -> f64>
    ```
  }];
}

def Functional_ValueAndGradOp : Functional_CotangentOp<"value_and_grad"> {
  let summary = "the value and the gradients of a function";
  let description = [{
    As `functional.grad`, but the result of the function itself comes first.

    ```mlir
    // %g : !functional.fn<(f64, f64) -> (f64, f64, f64)>
    %g = functional.value_and_grad %f : !functional.fn<(f64, f64) -> f64>
    ```
  }];
}

def Functional_VjpOp : Functional_CotangentOp<"vjp"> {
  let summary = "the results of a function and its pullback";
  let description = [{
    The function that takes the same arguments and gives the results, then one
    function value, the *pullback*: it takes one cotangent a differentiable
    result and gives one cotangent an argument named by `wrt`. Function values
    among the results are refused.

    ```mlir
    // %g : !functional.fn<(f64, f64) -> (f64, !functional.fn<(f64) -> (f64, f64)>)>
    %g = functional.vjp %f : !functional.fn<(f64, f64) -> f64>
    ```
  }];
}

def Functional_JvpOp : Functional_DerivativeOp<"jvp"> {
  let summary = "the results of a function and their tangents";
  let description = [{
    The function that takes the arguments, then one tangent an argument named by
    `wrt`, and gives the results, then one tangent a differentiable result. The
    tangent of a function result is a function that takes the same arguments
    and gives the tangents of its results.

    ```mlir
    // %g : !functional.fn<(f64, i32, f64) -> (f64, i1, f64)>
    %g = functional.jvp %f : !functional.fn<(f64, i32) -> (f64, i1)>
    ```
  }];
}

def Functional_VmapOp : Functional_Op<"vmap", [
    Pure, DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "a function of many arguments at once";
  let description = [{
    The function that calls another one once for each position along a dimension of
    its arguments, and puts the results together along one. `in` says for each
    argument which dimension of the array that takes its place this is, `-1` for an
    argument that is the same in all calls; `out` which dimension of each result.
    So a number becomes an array, and an array one with a dimension more.

    ```mlir
    // Products of one matrix with the columns of another.
    %g = functional.vmap %f in [-1, 1] out [1]
      : !functional.fn<(tensor<3x4xf64>, tensor<4xf64>) -> tensor<3xf64>>
      to !functional.fn<(tensor<3x4xf64>, tensor<4x8xf64>) -> tensor<3x8xf64>>
    ```

    The calls are independent of each other. All arrays have one size along the
    dimension; at least one argument has it. It may be `?`. Arguments and results
    that have it are numbers or arrays of them; others may be anything.
  }];
  let arguments = (ins Functional_FnType:$function, DenseI64ArrayAttr:$in_axes,
                       DenseI64ArrayAttr:$out_axes);
  let results = (outs Functional_FnType:$batched);
  let assemblyFormat = [{
    $function `in` $in_axes `out` $out_axes attr-dict
    `:` qualified(type($function)) `to` qualified(type($batched))
  }];
  let hasVerifier = 1;
}

#endif // PULLBACK_FUNCTIONAL_DERIVATIVE_OPS_TD
