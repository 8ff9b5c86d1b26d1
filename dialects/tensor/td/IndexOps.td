//===- IndexOps.td - Positions as data ---------------------*- tablegen -*-===//

#ifndef PULLBACK_ND_INDEX_OPS_TD
#define PULLBACK_ND_INDEX_OPS_TD

include "NdBase.td"

def Nd_IotaOp : Nd_PureOp<"iota"> {
  let summary = "the positions along a dimension";
  let description = [{
    Each element is its position along the dimension, as a number of the element type.

    ```mlir
    %i = nd.iota 0 : tensor<4xf64>
    %j = nd.iota 1 sizes(%n) : tensor<?x5xindex>
    ```
  }];
  let arguments = (ins I64Attr:$dimension, Variadic<Index>:$sizes);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = "$dimension (`sizes` `(` $sizes^ `)`)? attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def Nd_OneHotOp : Nd_PureOp<"one_hot"> {
  let summary = "ones at the positions that indices name";
  let description = [{
    The result has one more dimension, the last: one where its position is the index,
    zero elsewhere. The row of an index outside is zero.

    ```mlir
    %h = nd.one_hot %labels : tensor<8xi64> to tensor<8x10xf32>
    ```
  }];
  let arguments = (ins Nd_IndexValue:$indices, Variadic<Index>:$sizes);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = [{
    $indices (`sizes` `(` $sizes^ `)`)? attr-dict `:` type($indices) `to` type($result)
  }];
  let hasVerifier = 1;
}

class Nd_ArgOp<string mnemonic, string which> : Nd_PureOp<mnemonic> {
  let summary = "where the " # which # " stands along a dimension";
  let description = "The position of the " # which # [{ element along the dimension: of equal
    ones the first, and of floats the first NaN if there is one. The dimension must
    not be empty: where it is, the result is zero.

    ```mlir
    %i = nd.}] # mnemonic # [{ %x 1 : tensor<3x4xf64> to tensor<3xindex>
    ```
  }];
  let arguments = (ins Nd_Array:$input, I64Attr:$dimension);
  let results = (outs Nd_IndexValue:$result);
  let assemblyFormat = "$input $dimension attr-dict `:` type($input) `to` type($result)";
  let hasVerifier = 1;
}

def Nd_ArgMaxOp : Nd_ArgOp<"argmax", "greatest">;
def Nd_ArgMinOp : Nd_ArgOp<"argmin", "least">;

def Nd_GatherOp : Nd_PureOp<"gather"> {
  let summary = "elements or slices at given positions";
  let description = [{
    Reads at the positions that the indices name, one index for each of the
    dimensions in the list. The indices have one shape; the result has that shape
    first, then the dimensions of the source that the list does not name.

    ```mlir
    %rows = nd.gather %x[%i] along [0] : tensor<5x3xf64>[tensor<4xindex>] to tensor<4x3xf64>
    %each = nd.gather %x[%i, %j] along [0, 1] : tensor<5x3xf64>[tensor<4xi64>, tensor<4xi64>] to tensor<4xf64>
    %row = nd.gather %x[%k] along [0] : tensor<5x3xf64>[index] to tensor<3xf64>
    ```

    What is read outside is zero.
  }];
  let arguments = (ins Nd_Array:$source, Variadic<Nd_IndexValue>:$indices,
                   DenseI64ArrayAttr:$dimensions);
  let results = (outs Nd_Value:$result);
  let assemblyFormat = [{
    $source `[` $indices `]` `along` $dimensions attr-dict `:`
    type($source) `[` type($indices) `]` `to` type($result)
  }];
  let hasVerifier = 1;
}

def Nd_ScatterOp : Nd_PureOp<"scatter", [AllTypesMatch<["target", "result"]>]> {
  let summary = "an array with elements or slices changed at given positions";
  let description = [{
    The second operand with the first combined into it at the positions that the
    indices name; shapes are as in `nd.gather`, whose result is the first operand here.

    ```mlir
    %y = nd.scatter add %rows into %x[%i] along [0] : tensor<4x3xf64> into tensor<5x3xf64>[tensor<4xindex>]
    ```

    `add` adds, `min` and `max` keep the lesser and the greater (a NaN is kept), `set`
    overwrites. Several at one position are combined in the order of the indices, so that of
    several `set` the last stays; for `add` the order is free. What is written outside
    is dropped.
  }];
  let arguments = (ins StrAttr:$combine, Nd_Value:$updates, Nd_Array:$target,
                   Variadic<Nd_IndexValue>:$indices, DenseI64ArrayAttr:$dimensions);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = [{
    custom<Keyword>($combine) $updates `into` $target `[` $indices `]` `along` $dimensions attr-dict `:`
    type($updates) `into` type($target) `[` type($indices) `]`
  }];
  let hasVerifier = 1;
}

def Nd_SortOp : Nd_PureOp<"sort"> {
  let summary = "arrays in the order of the first";
  let description = [{
    Sorts the first operand along the dimension, and moves the elements of the others
    along. The least comes first, or, if `descending`, the greatest; NaN comes
    last; equal elements keep their order.

    ```mlir
    %s = nd.sort %x along 0 : tensor<4xf64>
    %k, %p = nd.sort %x, %positions along 1 descending : tensor<3x4xf64>, tensor<3x4xindex>
    ```
  }];
  let arguments = (ins Variadic<Nd_Array>:$inputs, I64Attr:$dimension, UnitAttr:$descending);
  let results = (outs Variadic<Nd_Array>:$results);
  let assemblyFormat = [{
    $inputs `along` $dimension (`descending` $descending^)? attr-dict `:` custom<SameTypes>(type($inputs), type($results))
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

#endif // PULLBACK_ND_INDEX_OPS_TD
