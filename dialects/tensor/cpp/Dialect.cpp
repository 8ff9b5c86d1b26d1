//===- Dialect.cpp - Registration and what verifiers share ----------------===//

#include "Nd.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Transforms/InliningUtils.h"
#include "llvm/ADT/SmallSet.h"

using namespace mlir;
using namespace pullback::nd;

#include "NdDialect.cpp.inc"

namespace {

struct NdInlinerInterface : DialectInlinerInterface {
  using DialectInlinerInterface::DialectInlinerInterface;

  bool isLegalToInline(Operation *, Operation *, bool) const final { return true; }

  // The regions of the dialect have one block, and must keep it.
  bool isLegalToInline(Region *, Region *source, bool, IRMapping &) const final {
    return source->hasOneBlock();
  }

  bool isLegalToInline(Operation *, Region *, bool, IRMapping &) const final { return true; }
};

} // namespace

void NdDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "NdOps.cpp.inc"
      >();
  addInterfaces<NdInlinerInterface>();
}

Operation *NdDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type, Location location) {
  return arith::ConstantOp::materialize(builder, value, type, location);
}

namespace pullback::nd {

ArrayRef<int64_t> shapeOf(Type type) {
  auto array = dyn_cast<RankedTensorType>(type);
  return array ? array.getShape() : ArrayRef<int64_t>();
}

Type elementOf(Type type) {
  auto array = dyn_cast<RankedTensorType>(type);
  return array ? array.getElementType() : type;
}

std::string text(ArrayRef<int64_t> shape) {
  if (shape.empty())
    return "()";
  std::string text;
  llvm::raw_string_ostream stream(text);
  llvm::interleave(
      shape, stream,
      [&](int64_t size) {
        if (ShapedType::isDynamic(size))
          stream << '?';
        else
          stream << size;
      },
      "x");
  return text;
}

std::string counted(size_t number, StringRef what) {
  return (Twine(number) + " " + what + (number == 1 ? "" : "s")).str();
}

bool compatible(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  return a.size() == b.size() &&
         llvm::all_of(llvm::zip(a, b), [](auto pair) {
           return compatible(std::get<0>(pair), std::get<1>(pair));
         });
}

SmallVector<int64_t> without(ArrayRef<int64_t> shape, ArrayRef<int64_t> dimensions) {
  SmallVector<int64_t> rest;
  for (auto [dimension, size] : llvm::enumerate(shape))
    if (!llvm::is_contained(dimensions, static_cast<int64_t>(dimension)))
      rest.push_back(size);
  return rest;
}

std::optional<int64_t> knownCount(ArrayRef<int64_t> shape) {
  if (llvm::is_contained(shape, 0))
    return 0;
  int64_t product = 1;
  for (int64_t size : shape)
    if (!ShapedType::isDynamic(size) && __builtin_mul_overflow(product, size, &product))
      return std::nullopt;
  return product;
}

bool mayHoldAsMany(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  // An array with a size of 0 is empty whatever its other sizes are.
  auto isOpen = [](ArrayRef<int64_t> shape) {
    return ShapedType::isDynamicShape(shape) && !llvm::is_contained(shape, 0);
  };
  std::optional<int64_t> inA = knownCount(a), inB = knownCount(b);
  if (isOpen(a) && isOpen(b))
    return true;
  if (!isOpen(a) && !isOpen(b))
    return inA == inB;
  auto [open, all] = isOpen(a) ? std::pair(inA, inB) : std::pair(inB, inA);
  return !all || *all == 0 || (open && *all % *open == 0);
}

Speculation::Speculatability speculatability(Operation *op) {
  auto dynamic = [](Type type) { return llvm::count_if(shapeOf(type), ShapedType::isDynamic); };
  auto isStatic = [&](Type type) { return dynamic(type) == 0; };
  SmallVector<Type> arrays = llvm::filter_to_vector(op->getOperandTypes(), llvm::IsaPred<RankedTensorType>);
  bool hasShape = isa<BroadcastOp, ReshapeOp, FoldOp, OneHotOp>(op);
  // Of one array, what a result does not know it has from there.
  bool follows = !hasShape && arrays.size() == 1 && llvm::all_of(op->getResultTypes(), [&](Type type) {
    return dynamic(type) == dynamic(arrays[0]);
  });
  bool isKnown = llvm::all_of(arrays, isStatic) && llvm::all_of(op->getResultTypes(), isStatic);
  if (!follows && !isKnown)
    return Speculation::NotSpeculatable;
  return op->getNumRegions() ? Speculation::RecursivelySpeculatable : Speculation::Speculatable;
}

LogicalResult verifyDimensions(Operation *op, ArrayRef<int64_t> dimensions, size_t rank,
                               bool increasing) {
  llvm::SmallSet<int64_t, 8> seen;
  int64_t last = -1;
  for (int64_t dimension : dimensions) {
    if (dimension < 0 || dimension >= static_cast<int64_t>(rank)) {
      InFlightDiagnostic error = op->emitOpError() << "names dimension " << dimension << " of an array of rank " << rank;
      if (rank == 0)
        return error << "; give it a dimension with nd.reshape first";
      return error << "; its dimensions are 0 to " << rank - 1;
    }
    if (!seen.insert(dimension).second)
      return op->emitOpError() << "names dimension " << dimension << " twice; name it once";
    if (increasing && dimension < last)
      return op->emitOpError() << "names dimension " << dimension << " after " << last
                               << "; name them in increasing order, and transpose first if another is meant";
    last = dimension;
  }
  return success();
}

LogicalResult verifySizes(Operation *op, ValueRange sizes, Type result) {
  size_t dynamic = llvm::count_if(shapeOf(result), ShapedType::isDynamic);
  if (sizes.size() == dynamic)
    return success();
  return op->emitOpError() << "has " << counted(sizes.size(), "size") << ", but " << result << " has "
                           << counted(dynamic, "dimension")
                           << " that only run time knows; write sizes(..) with one for each '?'";
}

LogicalResult verifyElement(Operation *op, Type input, Type result) {
  if (elementOf(input) == elementOf(result))
    return success();
  return op->emitOpError() << "gives elements " << elementOf(result) << " of " << elementOf(input)
                           << "; convert them with an op of arith";
}

} // namespace pullback::nd
