//===- TangentOps.td - Tangents and cotangents ------------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_TANGENT_OPS_TD
#define PULLBACK_FUNCTIONAL_TANGENT_OPS_TD

include "FunctionalBase.td"

def Functional_TangentType
    : Type<CPred<"::pullback::functional::isTangentType($_self)">,
           "the tangent type of a type">;

def Functional_ZeroOp : Functional_Op<"zero", [Pure]> {
  let summary = "the zero of a tangent type";
  let description = [{
    The zero of a tangent type: of a float, a tuple of tangents, the tangents of
    a data type, a stack of tangents. The bits of it are all zero. The zero of a
    stack has no entry; what is pushed to it makes a stack of its own.

    ```mlir
    %z = functional.zero : !functional.data<@tree$ct>
    ```
  }];
  let results = (outs Functional_TangentType:$result);
  let assemblyFormat = "attr-dict `:` type($result)";
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def Functional_AddOp : Functional_Op<"add", [
    NoMemoryEffect, Commutative, SameOperandsAndResultType]> {
  let summary = "the sum of two tangents";
  let description = [{
    The sum of two tangents or cotangents of one value, by structure: of floats
    the sum, of tuples the tuple of the sums, of data types the sums of the
    fields, where `zero` is the neutral element. Two other constructors do not
    meet: the tangents of one value follow its constructor. Stacks are added entry
    by entry from the top; below the last entry are zeros.

    ```mlir
    %s = functional.add %a, %b : !functional.data<@tree$ct>
    ```

    It is not `arith.addf`: a zero of either sign is neutral.
  }];
  let arguments = (ins Functional_TangentType:$lhs, Functional_TangentType:$rhs);
  let results = (outs Functional_TangentType:$result);
  let assemblyFormat = "$lhs `,` $rhs attr-dict `:` type($result)";
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def Functional_StopGradientOp : Functional_Op<"stop_gradient", [
    Pure, SameOperandsAndResultType]> {
  let summary = "its operand, with derivative zero";
  let description = [{
    The value of its operand, which every derivative takes for a constant. The
    operand holds no function value: what that captures is data of its own.

    ```mlir
    %c = functional.stop_gradient %x : f64
    ```
  }];
  let arguments = (ins AnyType:$value);
  let results = (outs AnyType:$result);
  let assemblyFormat = "$value attr-dict `:` type($result)";
  let hasFolder = 1;
  let hasVerifier = 1;
}

#endif // PULLBACK_FUNCTIONAL_TANGENT_OPS_TD
