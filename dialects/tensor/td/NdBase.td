//===- NdBase.td - What the ops have in common -------------*- tablegen -*-===//

#ifndef PULLBACK_ND_BASE_TD
#define PULLBACK_ND_BASE_TD

include "NdDialect.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Nd_Op<string mnemonic, list<Trait> traits = []>
    : Op<Nd_Dialect, mnemonic, traits>;

/// May be moved to where it would not have run only if no shape is left to run time.
class Nd_ShapedOp<string mnemonic, list<Trait> traits = []>
    : Nd_Op<mnemonic, !listconcat(traits, [DeclareOpInterfaceMethods<ConditionallySpeculatable>])> {
  let extraClassDefinition = [{
    ::mlir::Speculation::Speculatability $cppClass::getSpeculatability() {
      return ::pullback::nd::speculatability(getOperation());
    }
  }];
}

/// The same, without effects.
class Nd_PureOp<string mnemonic, list<Trait> traits = []>
    : Nd_ShapedOp<mnemonic, !listconcat(traits, [NoMemoryEffect])>;

def Nd_Element : AnyTypeOf<[AnyFloat, AnySignlessInteger, Index], "a float, an integer or an index">;
def Nd_Array : RankedTensorOf<[AnyFloat, AnySignlessInteger, Index]>;
def Nd_IndexArray : RankedTensorOf<[AnySignlessInteger, Index]>;
/// An array, or the element that stands for an array of rank 0.
def Nd_Value : AnyTypeOf<[Nd_Array, AnyFloat, AnySignlessInteger, Index], "an array or an element">;
def Nd_IndexValue : AnyTypeOf<[Nd_IndexArray, AnySignlessInteger, Index], "an array of integers or an integer">;

#endif // PULLBACK_ND_BASE_TD
