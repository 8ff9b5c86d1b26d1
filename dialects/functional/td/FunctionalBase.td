//===- FunctionalBase.td - What the ops have in common -----*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_BASE_TD
#define PULLBACK_FUNCTIONAL_BASE_TD

include "FunctionalDialect.td"
include "FunctionalTypes.td"
include "mlir/IR/OpAsmInterface.td"
include "mlir/IR/OpBase.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/CallInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Functional_Op<string mnemonic, list<Trait> traits = []>
    : Op<Functional_Dialect, mnemonic, traits>;

#endif // PULLBACK_FUNCTIONAL_BASE_TD
