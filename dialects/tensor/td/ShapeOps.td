//===- ShapeOps.td - Other shapes of the same elements -----*- tablegen -*-===//

#ifndef PULLBACK_ND_SHAPE_OPS_TD
#define PULLBACK_ND_SHAPE_OPS_TD

include "NdBase.td"

class Nd_ShapeOp<string mnemonic, list<Trait> traits = []> : Nd_PureOp<mnemonic, traits> {
  let hasVerifier = 1;
}

def Nd_BroadcastOp : Nd_ShapeOp<"broadcast"> {
  let summary = "an array repeated along dimensions";
  let description = [{
    The list says for each dimension of the operand which dimension of the result it
    is, in increasing order. A dimension that the type says is 1 may become
    any; along the dimensions that are not named, the operand is repeated.

    ```mlir
    %b = nd.broadcast %v [1] : tensor<4xf64> to tensor<3x4xf64>
    %c = nd.broadcast %w [0, 1] : tensor<3x1xf64> to tensor<3x4xf64>
    %d = nd.broadcast %s [] sizes(%n) : f64 to tensor<?x2xf64>
    ```
  }];
  let arguments = (ins Nd_Value:$input, DenseI64ArrayAttr:$dimensions, Variadic<Index>:$sizes);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = [{
    $input $dimensions (`sizes` `(` $sizes^ `)`)? attr-dict `:` type($input) `to` type($result)
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def Nd_SumOp : Nd_ShapeOp<"sum"> {
  let summary = "the sum of the elements along dimensions";
  let description = [{
    ```mlir
    %r = nd.sum %x [1] : tensor<3x4xf64> to tensor<3xf64>
    %s = nd.sum %x [0, 1] : tensor<3x4xf64> to f64
    ```

    The order of the additions is free. The sum of no elements is zero.
  }];
  let arguments = (ins Nd_Array:$input, DenseI64ArrayAttr:$dimensions);
  let results = (outs Nd_Value:$result);
  let assemblyFormat = [{
    $input $dimensions attr-dict `:` type($input) `to` type($result)
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def Nd_TransposeOp : Nd_ShapeOp<"transpose"> {
  let summary = "an array with its dimensions in another order";
  let description = [{
    Dimension `k` of the result is dimension `permutation[k]` of the operand.

    ```mlir
    %t = nd.transpose %x [1, 0] : tensor<3x4xf64> to tensor<4x3xf64>
    ```
  }];
  let arguments = (ins Nd_Array:$input, DenseI64ArrayAttr:$permutation);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = [{
    $input $permutation attr-dict `:` type($input) `to` type($result)
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def Nd_ReshapeOp : Nd_ShapeOp<"reshape"> {
  let summary = "the same elements in another shape";
  let description = [{
    The elements keep their order, the last dimension fastest.

    ```mlir
    %r = nd.reshape %x : tensor<3x4xf64> to tensor<2x6xf64>
    %s = nd.reshape %y sizes(%n) : tensor<?xf64> to tensor<?x2xf64>
    ```
  }];
  let arguments = (ins Nd_Value:$input, Variadic<Index>:$sizes);
  let results = (outs Nd_Value:$result);
  let assemblyFormat = [{
    $input (`sizes` `(` $sizes^ `)`)? attr-dict `:` type($input) `to` type($result)
  }];
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def Nd_ReverseOp : Nd_ShapeOp<"reverse", [SameOperandsAndResultType]> {
  let summary = "an array back to front";
  let description = [{
    The elements in the opposite order along the dimensions.

    ```mlir
    %r = nd.reverse %x [0] : tensor<3x4xf64>
    ```
  }];
  let arguments = (ins Nd_Array:$input, DenseI64ArrayAttr:$dimensions);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = "$input $dimensions attr-dict `:` type($input)";
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

class Nd_WindowOp<string mnemonic, dag sizes, string sizesFormat> : Nd_ShapeOp<mnemonic> {
  let arguments = !con((ins Nd_Array:$input, DenseI64ArrayAttr:$dimensions, DenseI64ArrayAttr:$window,
                        OptionalAttr<DenseI64ArrayAttr>:$strides,
                        OptionalAttr<DenseI64ArrayAttr>:$dilations), sizes);
  let results = (outs Nd_Array:$result);
  let assemblyFormat = "$input $dimensions `window` $window (`stride` $strides^)? (`dilation` $dilations^)? "
      # sizesFormat # "attr-dict `:` type($input) `to` type($result)";
  let hasFolder = 1;
}

def Nd_UnfoldOp : Nd_WindowOp<"unfold", (ins), ""> {
  let summary = "the windows of an array";
  let description = [{
    Along each named dimension of size `n` there are `(n - dilation·(window - 1) - 1) / stride + 1`
    windows (rounded down; none where that is negative). That is the size of the dimension in the
    result; the windows' own dimensions come last, in the order of the list.

    ```mlir
    // tensor[i, j] = x[2·i + j]
    %w = nd.unfold %x [0] window [3] stride [2] : tensor<9xf64> to tensor<4x3xf64>
    ```

    A convolution is a contraction of windows with weights, pooling is their reduction:

    ```mlir
    %w = nd.unfold %image [1, 2] window [3, 3] : tensor<8x10x10x3xf32> to tensor<8x8x8x3x3x3xf32>
    %y = nd.contract "nxycuv,uvco->nxyo" %w, %kernel : (tensor<8x8x8x3x3x3xf32>, tensor<3x3x3x16xf32>) -> tensor<8x8x8x16xf32>
    ```
  }];
}

def Nd_FoldOp : Nd_WindowOp<"fold", (ins Variadic<Index>:$sizes), "(`sizes` `(` $sizes^ `)`)? "> {
  let summary = "windows added up where they overlap";
  let description = [{
    The transpose of `nd.unfold` with the same attributes: each element of the
    result is the sum of all elements of windows that `unfold` would read from it.

    ```mlir
    %x = nd.fold %w [0] window [3] stride [2] : tensor<4x3xf64> to tensor<9xf64>
    %y = nd.fold %v [0] window [3] sizes(%n) : tensor<?x3xf64> to tensor<?xf64>
    ```

    The number of windows does not tell the size, so `sizes` does.
  }];
}

#endif // PULLBACK_ND_SHAPE_OPS_TD
