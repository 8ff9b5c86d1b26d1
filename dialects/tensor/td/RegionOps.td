//===- RegionOps.td - Functions over elements --------------*- tablegen -*-===//

#ifndef PULLBACK_ND_REGION_OPS_TD
#define PULLBACK_ND_REGION_OPS_TD

include "NdBase.td"

/// Where the function of a map stands.
def Nd_Position : Resource<"::pullback::nd::Position">;

/// The function is the op's region, which captures by use.
class Nd_RegionOp<string mnemonic, list<Trait> traits> : Nd_ShapedOp<mnemonic, !listconcat(traits, [
    AttrSizedOperandSegments,
    SingleBlockImplicitTerminator<"YieldOp">])> {
  let results = (outs Variadic<Nd_Value>:$results);
  let regions = (region SizedRegion<1>:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
  let hasCanonicalizer = 1;
}

def Nd_MapOp : Nd_RegionOp<"map", [DeclareOpInterfaceMethods<MemoryEffectsOpInterface>]> {
  let summary = "a function of the elements at each position";
  let description = [{
    Calls the function with the elements of the operands at each position; what it
    yields are the elements of the results there. All arrays have one shape. The
    function sees values from outside, and its position with `nd.index`.

    ```mlir
    %z = nd.map (%a in %x : tensor<4xf64>, %b in %y : tensor<4xf32>) -> tensor<4xf64> {
      %c = arith.extf %b : f32 to f64
      %d = arith.mulf %a, %c : f64
      nd.yield %d : f64
    }
    %i = nd.map () sizes(%n) -> tensor<?xindex> {
      %k = nd.index 0
      nd.yield %k : index
    }
    ```

    `sizes` gives the dimensions that are `?` where there is no operand.
  }];
  let arguments = (ins Variadic<Nd_Array>:$inputs, Variadic<Index>:$sizes);
}

def Nd_ReduceOp : Nd_RegionOp<"reduce", [RecursiveMemoryEffects]> {
  let summary = "folds elements along dimensions";
  let description = [{
    Starts with the values after `from`, and calls the function with the elements at
    each position along the dimensions and with what it has so far; what it yields it
    has then. The results have the other dimensions.

    ```mlir
    %r = nd.reduce (%a in %x : tensor<3x4xf64>) from (%m = %low : f64) along [1] -> tensor<3xf64> {
      %n = arith.maximumf %a, %m : f64
      nd.yield %n : f64
    }
    ```

    The order is that of the positions, the last dimension fastest; it is free where
    the function is one addition, multiplication, minimum, maximum or bitwise
    operation of its two arguments.
  }];
  let arguments = (ins Variadic<Nd_Array>:$inputs, Variadic<Nd_Element>:$inits,
                   DenseI64ArrayAttr:$dimensions);
}

def Nd_ScanOp : Nd_RegionOp<"scan", [RecursiveMemoryEffects]> {
  let summary = "what a fold has after each element";
  let description = [{
    Folds along one dimension like `nd.reduce`, and gives what it has at each
    position: with the element there, or, if `exclusive`, before it. `reverse` starts
    at the end.

    ```mlir
    %s = nd.scan (%a in %x : tensor<3x4xf64>) from (%p = %one : f64) along 1 -> tensor<3x4xf64> {
      %q = arith.mulf %a, %p : f64
      nd.yield %q : f64
    }
    ```
  }];
  let arguments = (ins Variadic<Nd_Array>:$inputs, Variadic<Nd_Element>:$inits,
                   I64Attr:$dimension, UnitAttr:$exclusive, UnitAttr:$reverse);
}

def Nd_YieldOp : Nd_Op<"yield", [Pure, ReturnLike, Terminator,
    ParentOneOf<["MapOp", "ReduceOp", "ScanOp"]>]> {
  let summary = "what a function over elements gives";
  let description = [{
    Ends the function of `nd.map`, `nd.reduce` and `nd.scan`.
  }];
  let arguments = (ins Variadic<Nd_Element>:$values);
  let assemblyFormat = "attr-dict ($values^ `:` type($values))?";
  let builders = [OpBuilder<(ins), [{ }]>];
}

// To read the position is an effect that the map around it takes away: equal positions of two maps, one in
// the other, are not one value.
def Nd_IndexOp : Nd_Op<"index", [
    AlwaysSpeculatable, MemoryEffects<[MemRead<Nd_Position>]>,
    DeclareOpInterfaceMethods<OpAsmOpInterface, ["getAsmResultNames"]>]> {
  let summary = "the position of a map along a dimension";
  let description = [{
    In the function of an `nd.map`: where the elements that it was called with stand
    along this dimension. Where maps are nested it is the innermost. A function value
    that is made in a map may be applied elsewhere, so it has no position of its own:
    it captures one.

    ```mlir
    %i = nd.index 0
    ```
  }];
  let arguments = (ins I64Attr:$dimension);
  let results = (outs Index:$position);
  let assemblyFormat = "$dimension attr-dict";
  let hasVerifier = 1;
}

#endif // PULLBACK_ND_REGION_OPS_TD
