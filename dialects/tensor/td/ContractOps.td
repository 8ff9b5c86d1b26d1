//===- ContractOps.td - Contractions -----------------------*- tablegen -*-===//

#ifndef PULLBACK_ND_CONTRACT_OPS_TD
#define PULLBACK_ND_CONTRACT_OPS_TD

include "NdBase.td"

def Nd_ContractOp : Nd_PureOp<"contract"> {
  let summary = "sums of products of elements";
  let description = [{
    A letter for each dimension, as in Einstein's notation. For each position of the
    result: the sum, over all letters that the result does not have, of the products
    of the elements of the two operands.

    ```mlir
    %c = nd.contract "ij,jk->ik" %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
    %d = nd.contract "bi,bi->b" %x, %y : (tensor<8x4xf64>, tensor<8x4xf64>) -> tensor<8xf64>
    %e = nd.contract "i,i->" %x, %y : (tensor<4xf64>, tensor<4xf64>) -> f64
    ```

    A letter stands once in an operand and once in the result, and each letter of the
    result is in an operand. Operands and result have one element type. The order of
    the additions is free.
  }];
  let arguments = (ins Nd_Value:$lhs, Nd_Value:$rhs, StrAttr:$letters);
  let results = (outs Nd_Value:$result);
  let assemblyFormat = [{
    $letters $lhs `,` $rhs attr-dict `:` `(` type($lhs) `,` type($rhs) `)` `->` type($result)
  }];
  let hasVerifier = 1;
}

#endif // PULLBACK_ND_CONTRACT_OPS_TD
