//===- Dialect.cpp - Registration and the interfaces of the dialect -------===//

#include "Functional.h"

#include "mlir/Bytecode/BytecodeImplementation.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FoldInterfaces.h"
#include "mlir/Transforms/InliningUtils.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace pullback::functional;

#include "FunctionalDialect.cpp.inc"

#define GET_TYPEDEF_CLASSES
#include "FunctionalTypes.cpp.inc"

namespace {

/// Keeps a constant in the function that uses it: outside it would be a capture, and to
/// differentiation a value that crosses from the forward to the backward code.
struct FunctionalFoldInterface : DialectFoldInterface {
  using DialectFoldInterface::DialectFoldInterface;

  bool shouldMaterializeInto(Region *region) const final {
    return isa<LambdaOp, LetrecOp>(region->getParentOp());
  }
};

struct FunctionalInlinerInterface : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;

  bool isLegalToInline(Operation *, Operation *, bool) const final { return true; }

  // The regions of the dialect have one block, and must keep it.
  bool isLegalToInline(Region *, Region *source, bool, IRMapping &) const final {
    return source->hasOneBlock();
  }

  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final { return true; }

  void handleTerminator(Operation *terminator, ValueRange replaced) const final {
    for (auto [value, operand] : llvm::zip_equal(replaced, terminator->getOperands()))
      value.replaceAllUsesWith(operand);
  }
};

struct FunctionalBytecodeInterface : BytecodeDialectInterface {
  FunctionalBytecodeInterface(Dialect *dialect) : BytecodeDialectInterface(dialect) {}

  Type readType(DialectBytecodeReader &reader) const final {
    uint64_t kind;
    if (failed(reader.readVarInt(kind)))
      return Type();
    switch (kind) {
    case fnKind: {
      FunctionType signature;
      return failed(reader.readType(signature)) ? Type() : FnType::get(signature);
    }
    case dataKind:
    case tangentDataKind: {
      FlatSymbolRefAttr symbol;
      return failed(reader.readAttribute(symbol)) ? Type()
                                                  : DataType::get(symbol, kind == tangentDataKind);
    }
    case stackKind: {
      SmallVector<Type> elements;
      return failed(reader.readTypes(elements)) ? Type() : StackType::get(getContext(), elements);
    }
    }
    reader.emitError() << "unknown type of the functional dialect: kind " << kind;
    return Type();
  }

  LogicalResult writeType(Type type, DialectBytecodeWriter &writer) const final {
    if (auto function = dyn_cast<FnType>(type)) {
      writer.writeVarInt(fnKind);
      writer.writeType(function.getSignature());
    } else if (auto data = dyn_cast<DataType>(type)) {
      writer.writeVarInt(data.getTangent() ? tangentDataKind : dataKind);
      writer.writeAttribute(data.getSymbol());
    } else if (auto stack = dyn_cast<StackType>(type)) {
      writer.writeVarInt(stackKind);
      writer.writeTypes(stack.getElements());
    } else {
      return failure();
    }
    return success();
  }

private:
  // Written to files: a number keeps its meaning.
  static constexpr uint64_t fnKind = 0, dataKind = 1, tangentDataKind = 2, stackKind = 3;
};

} // namespace

void FunctionalDialect::registerInterfaces() {
  addInterfaces<FunctionalBytecodeInterface, FunctionalFoldInterface, FunctionalInlinerInterface>();
}

void FunctionalDialect::initialize() {
  addTypes<
#define GET_TYPEDEF_LIST
#include "FunctionalTypes.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "FunctionalOps.cpp.inc"
      >();
  registerInterfaces();
}

Operation *FunctionalDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                                  Location location) {
  auto symbol = dyn_cast<FlatSymbolRefAttr>(value);
  auto function = dyn_cast<FnType>(type);
  if (!symbol || !function)
    return nullptr;
  return RefOp::create(builder, location, function, symbol);
}
