//===- Nd.h - The nd dialect in C++ -----------------------------*- C++ -*-===//
//
// The ops, and what their verifiers share. The text of the dialect is in td/.
//
//===----------------------------------------------------------------------===//

#ifndef PULLBACK_ND_H
#define PULLBACK_ND_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "NdDialect.h.inc"

namespace pullback::nd {

/// What `nd.index` reads: where the function of the innermost map stands.
struct Position : mlir::SideEffects::Resource::Base<Position> {
  llvm::StringRef getName() final { return "nd.position"; }
};

} // namespace pullback::nd

#define GET_OP_CLASSES
#include "NdOps.h.inc"

namespace pullback::nd {

/// The shape of an array; that of an element is empty.
llvm::ArrayRef<int64_t> shapeOf(mlir::Type type);

/// The element type of an array; an element's own type.
mlir::Type elementOf(mlir::Type type);

/// A shape as a type shows it: `3x?x4`, `()` for rank 0.
std::string text(llvm::ArrayRef<int64_t> shape);

/// `1 dimension`, `2 dimensions`.
std::string counted(size_t number, llvm::StringRef what);

/// Whether the two may be one size at run time.
inline bool compatible(int64_t a, int64_t b) {
  return a == b || mlir::ShapedType::isDynamic(a) || mlir::ShapedType::isDynamic(b);
}

bool compatible(llvm::ArrayRef<int64_t> a, llvm::ArrayRef<int64_t> b);

/// The sizes of the dimensions that are not named.
llvm::SmallVector<int64_t> without(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> dimensions);

/// The product of the sizes that are known; nothing where that is too great a number.
std::optional<int64_t> knownCount(llvm::ArrayRef<int64_t> shape);

/// Whether arrays of the two shapes may have as many elements as each other.
bool mayHoldAsMany(llvm::ArrayRef<int64_t> a, llvm::ArrayRef<int64_t> b);

/// Whether the op may run where it would not have: only if no shape is left to run time, which would fail there.
mlir::Speculation::Speculatability speculatability(mlir::Operation *op);

/// Whether the dimensions are in range and named once; what is wrong is said of `op`.
mlir::LogicalResult verifyDimensions(mlir::Operation *op, llvm::ArrayRef<int64_t> dimensions,
                                     size_t rank, bool increasing);

/// Whether there is one operand in `sizes` for each `?` of the result.
mlir::LogicalResult verifySizes(mlir::Operation *op, mlir::ValueRange sizes, mlir::Type result);

/// Whether the result has the operand's element type.
mlir::LogicalResult verifyElement(mlir::Operation *op, mlir::Type input, mlir::Type result);

} // namespace pullback::nd

#endif // PULLBACK_ND_H
