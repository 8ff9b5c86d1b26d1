//===- PolyOps.td - The poly dialect and its op -----------*- tablegen -*-===//

include "mlir/IR/OpBase.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Poly_Dialect : Dialect {
  let name = "poly";
  let cppNamespace = "::poly";
  let summary = "Polynomials with constant coefficients";
  let dependentDialects = ["::mlir::arith::ArithDialect"];
  let hasConstantMaterializer = 1;
}

def Poly_EvalOp : Op<Poly_Dialect, "eval", [Pure, SameOperandsAndResultType]> {
  let summary = "the value of a polynomial";
  let description = [{
    The coefficients are in ascending order. The value is that of Horner's
    scheme, each step rounded to the type.

    ```mlir
    %y = poly.eval [1.0, 0.0, 3.0] at %x : f64  // 1 + 3·x²
    ```
  }];
  let arguments = (ins AnyFloat:$x, DenseF64ArrayAttr:$coefficients);
  let results = (outs AnyFloat:$value);
  let assemblyFormat = "$coefficients `at` $x attr-dict `:` type($x)";
  let hasVerifier = 1;
  let hasFolder = 1;
}
