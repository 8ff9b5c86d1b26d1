//===- NdDialect.td - The nd dialect -----------------------*- tablegen -*-===//

#ifndef PULLBACK_ND_DIALECT_TD
#define PULLBACK_ND_DIALECT_TD

include "mlir/IR/DialectBase.td"

def Nd_Dialect : Dialect {
  let name = "nd";
  let cppNamespace = "::pullback::nd";
  let summary = "Arrays as values, with functions over their elements";
  let description = [{
    Programs over n-dimensional arrays. An array is upstream's `tensor<...>`, a
    value that nothing changes. Element-wise arithmetic is `arith` and `math` on
    tensors, single elements and slices are upstream's `tensor`, loops are `scf`;
    this dialect adds what those lack:

    | | |
    |---|---|
    | functions over elements | `map`, `reduce`, `scan` |
    | shape | `broadcast`, `transpose`, `reshape`, `reverse`, `unfold`, `fold` |
    | linear algebra | `sum`, `contract` |
    | positions | `index`, `iota`, `one_hot`, `argmax`, `argmin`, `gather`, `scatter`, `sort` |

    ```mlir
    // The sum of the squares of the rows' sums of w·x.
    func.func @f(%w: tensor<3x4xf64>, %x: tensor<4x5xf64>) -> f64 {
      %y = nd.contract "ij,jk->ik" %w, %x : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
      %s = nd.sum %y [1] : tensor<3x5xf64> to tensor<3xf64>
      %q = nd.map (%a in %s : tensor<3xf64>) -> tensor<3xf64> {
        %b = arith.mulf %a, %a : f64
        nd.yield %b : f64
      }
      %r = nd.sum %q [0] : tensor<3xf64> to f64
      return %r : f64
    }
    ```

    ## Shapes

    A dimension is a number or `?`. What is known at compile time is checked there,
    and the message shows both shapes. A `?` of a result that its operands do not
    tell is an operand: `sizes(%n)`, one for each such dimension, in order.
    Dimensions may be 0.

    Nothing broadcasts by itself: `broadcast` does, and says which dimension is
    which.

    ## Scalars

    An op that takes or gives a rank-0 array takes or gives its element as well: the
    sum over all dimensions may be `f64` or `tensor<f64>`.

    ## Positions outside

    Reading at a position outside of an array gives zero, and what is written there
    is dropped, in `gather`, `scatter` and `one_hot`. So each of them is defined
    for all indices, and a read is the transpose of a write. Negative positions are
    outside. Integers have a sign, as positions and where they are compared; `i1` is 0
    or 1.

    ## Order

    `map` calls its function once for each element, in no order. `reduce` and `scan`
    fold in the order of positions, the last dimension fastest. Where the function is
    one addition, multiplication, minimum, maximum or bitwise operation, and in `sum`
    and `contract`, the order is free: a lowering may regroup.
  }];

  let hasConstantMaterializer = 1;
  let dependentDialects = [
    "::mlir::arith::ArithDialect",
    "::mlir::tensor::TensorDialect",
  ];
}

#endif // PULLBACK_ND_DIALECT_TD
