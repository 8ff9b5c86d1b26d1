//===- TupleOps.td - Tuples --------------------------------*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_TUPLE_OPS_TD
#define PULLBACK_FUNCTIONAL_TUPLE_OPS_TD

include "FunctionalBase.td"

def Functional_TupleOp : Functional_Op<"tuple", [Pure, InferTypeOpAdaptor]> {
  let summary = "a tuple of its operands";
  let description = [{
    Makes a value of the builtin tuple type. Without operands it is the unit.

    ```mlir
    %t = functional.tuple %a, %b : f64, i32  // tuple<f64, i32>
    %unit = functional.tuple                 // tuple<>
    ```
  }];
  let arguments = (ins Variadic<AnyType>:$elements);
  let results = (outs AnyTuple:$tuple);
  let hasCustomAssemblyFormat = 1;
  let hasFolder = 1;
}

def Functional_GetOp : Functional_Op<"get", [Pure, InferTypeOpAdaptor]> {
  let summary = "a field of a tuple";
  let description = [{
    The field of a tuple at a position that is known at compile time.

    ```mlir
    %a = functional.get %t[0] : tuple<f64, i32>
    ```
  }];
  let arguments = (ins AnyTuple:$tuple, I64Attr:$index);
  let results = (outs AnyType:$element);
  let assemblyFormat = "$tuple `[` $index `]` attr-dict `:` type($tuple)";
  let hasFolder = 1;
}

#endif // PULLBACK_FUNCTIONAL_TUPLE_OPS_TD
