//===- Functional.h - The functional dialect in C++ -------------*- C++ -*-===//
//
// The types, the ops and the rules of differentiation's types. The text of the dialect is in td/.
//
//===----------------------------------------------------------------------===//

#ifndef PULLBACK_FUNCTIONAL_H
#define PULLBACK_FUNCTIONAL_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include <optional>

#include "FunctionalDialect.h.inc"

#define GET_TYPEDEF_CLASSES
#include "FunctionalTypes.h.inc"

#define GET_OP_CLASSES
#include "FunctionalOps.h.inc"

namespace pullback::functional {

/// The tangent type of an argument of type `type`. It is the unit `tuple<>`, or has units in it,
/// where there is nothing to differentiate; the tangent of a function value is the unit.
mlir::Type tangentType(mlir::Type type);

/// The tangent type of a result of type `type`: as `tangentType`, except that the tangent of a
/// function value is a function of the same arguments that gives the tangents of its results.
mlir::Type resultTangentType(mlir::Type type);

/// Whether a type is the tangent type of some type: that of its own.
bool isTangentType(mlir::Type type);

/// The tangent types of what a value of type `type` is made of, tuples flattened; those of what has
/// no tangent are left out.
llvm::SmallVector<mlir::Type> tangentLeaves(mlir::Type type);

/// Whether a tangent type holds a float or a data type. An argument or result is differentiable if
/// its tangent type does.
bool holdsFloat(mlir::Type tangent);

/// Whether a value of the type is a function or holds one in a tuple or a stack.
bool holdsFunction(mlir::Type type);

/// The tangent types of those of `types` that are differentiable, as results.
llvm::SmallVector<mlir::Type> differentiableTangents(mlir::TypeRange types);

/// The derivative operators.
enum class Derivative { Grad, ValueAndGrad, Vjp, Jvp };

/// The function type of a derivative of `function` with respect to the arguments at `wrt`, or to
/// all differentiable arguments where `wrt` is absent, and to captured values of the types
/// `captured`, if any. What is wrong is said through `emitError`.
mlir::FailureOr<FnType>
derivativeType(Derivative derivative, FnType function,
               std::optional<llvm::ArrayRef<int64_t>> wrt, llvm::ArrayRef<mlir::Type> captured,
               llvm::function_ref<mlir::InFlightDiagnostic()> emitError);

} // namespace pullback::functional

#endif // PULLBACK_FUNCTIONAL_H
