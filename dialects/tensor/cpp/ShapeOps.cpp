//===- ShapeOps.cpp - Other shapes of the same elements -------------------===//

#include "Nd.h"

using namespace mlir;

namespace pullback::nd {

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

LogicalResult BroadcastOp::verify() {
  Type input = getInput().getType(), result = getType();
  ArrayRef<int64_t> from = shapeOf(input), to = shapeOf(result);
  if (failed(verifyElement(*this, input, result)))
    return failure();
  if (getDimensions().size() != from.size())
    return emitOpError() << "names " << counted(getDimensions().size(), "dimension") << " for an operand of rank "
                         << from.size() << "; name for each dimension of the operand the one of the result that it is";
  if (failed(verifyDimensions(*this, getDimensions(), to.size(), /*increasing=*/true)))
    return failure();
  for (auto [size, dimension] : llvm::zip(from, getDimensions()))
    if (size != 1 && !compatible(size, to[dimension]))
      return emitOpError() << "cannot repeat shape " << text(from) << " to " << text(to) << ": " << size
                           << " is not 1 and not the " << to[dimension] << " of dimension " << dimension
                           << "; name another dimension or reshape";
  return verifySizes(*this, getSizes(), result);
}

/// The sizes of the dimensions that are not named.
static SmallVector<int64_t> without(ArrayRef<int64_t> shape, ArrayRef<int64_t> dimensions) {
  SmallVector<int64_t> rest;
  for (auto [dimension, size] : llvm::enumerate(shape))
    if (!llvm::is_contained(dimensions, static_cast<int64_t>(dimension)))
      rest.push_back(size);
  return rest;
}

LogicalResult SumOp::verify() {
  Type input = getInput().getType(), result = getType();
  ArrayRef<int64_t> shape = shapeOf(input);
  if (failed(verifyElement(*this, input, result)) ||
      failed(verifyDimensions(*this, getDimensions(), shape.size(), /*increasing=*/true)))
    return failure();
  SmallVector<int64_t> rest = without(shape, getDimensions());
  if (compatible(rest, shapeOf(result)))
    return success();
  return emitOpError() << "of shape " << text(shape) << " gives " << text(rest) << ", not "
                       << text(shapeOf(result)) << "; write that shape";
}

LogicalResult TransposeOp::verify() {
  Type input = getInput().getType(), result = getType();
  ArrayRef<int64_t> shape = shapeOf(input);
  if (failed(verifyElement(*this, input, result)) ||
      failed(verifyDimensions(*this, getPermutation(), shape.size(), /*increasing=*/false)))
    return failure();
  if (getPermutation().size() != shape.size())
    return emitOpError() << "names " << getPermutation().size() << " of "
                         << counted(shape.size(), "dimension") << "; name each once";
  SmallVector<int64_t> permuted;
  for (int64_t dimension : getPermutation())
    permuted.push_back(shape[dimension]);
  if (compatible(permuted, shapeOf(result)))
    return success();
  return emitOpError() << "of shape " << text(shape) << " gives " << text(permuted) << ", not "
                       << text(shapeOf(result)) << "; write that shape";
}

/// The product of the dimensions that are known; nothing where that is too great a number.
static std::optional<int64_t> known(ArrayRef<int64_t> shape) {
  if (llvm::is_contained(shape, 0))
    return 0;
  int64_t product = 1;
  for (int64_t size : shape)
    if (!ShapedType::isDynamic(size) && __builtin_mul_overflow(product, size, &product))
      return std::nullopt;
  return product;
}

/// Whether an array of the first shape may have as many elements as one of the second.
static bool mayHoldAsMany(ArrayRef<int64_t> a, ArrayRef<int64_t> b) {
  // An array with a size of 0 is empty whatever its other sizes are.
  auto isOpen = [](ArrayRef<int64_t> shape) {
    return ShapedType::isDynamicShape(shape) && !llvm::is_contained(shape, 0);
  };
  std::optional<int64_t> inA = known(a), inB = known(b);
  if (isOpen(a) && isOpen(b))
    return true;
  if (!isOpen(a) && !isOpen(b))
    return inA == inB;
  auto [open, all] = isOpen(a) ? std::pair(inA, inB) : std::pair(inB, inA);
  return !all || *all == 0 || (open && *all % *open == 0);
}

LogicalResult ReshapeOp::verify() {
  Type input = getInput().getType(), result = getType();
  ArrayRef<int64_t> from = shapeOf(input), to = shapeOf(result);
  if (failed(verifyElement(*this, input, result)) || failed(verifySizes(*this, getSizes(), result)))
    return failure();
  if (mayHoldAsMany(from, to))
    return success();
  return emitOpError() << "cannot make shape " << text(to) << " of " << text(from)
                       << ": the numbers of elements differ; write a shape with as many";
}

LogicalResult ReverseOp::verify() {
  return verifyDimensions(*this, getDimensions(), shapeOf(getType()).size(), /*increasing=*/true);
}

/// Checks that `result` has the shape of the windows of `input`.
template <typename Op>
static LogicalResult verifyWindows(Op op, Type input, Type result, StringRef verb) {
  ArrayRef<int64_t> shape = shapeOf(input);
  ArrayRef<int64_t> dimensions = op.getDimensions(), window = op.getWindow();
  if (failed(verifyElement(op, input, result)) ||
      failed(verifyDimensions(op, dimensions, shape.size(), /*increasing=*/true)))
    return failure();
  SmallVector<int64_t> ones(dimensions.size(), 1);
  ArrayRef<int64_t> strides = op.getStrides().value_or(ones);
  ArrayRef<int64_t> dilations = op.getDilations().value_or(ones);
  for (auto [what, list] : {std::pair<StringRef, ArrayRef<int64_t>>{"window size", window},
                            {"stride", strides}, {"dilation", dilations}}) {
    if (list.size() != dimensions.size())
      return op.emitOpError() << "has " << counted(list.size(), what) << " for "
                              << counted(dimensions.size(), "dimension") << "; write one for each";
    for (int64_t number : list)
      if (number < 1 || number > std::numeric_limits<int32_t>::max())
        return op.emitOpError() << "has the " << what << ' ' << number << "; write one from 1 to "
                                << std::numeric_limits<int32_t>::max();
  }
  SmallVector<int64_t> expected(shape);
  for (auto [dimension, extent, stride, dilation] : llvm::zip(dimensions, window, strides, dilations)) {
    int64_t &size = expected[dimension];
    if (ShapedType::isDynamic(size))
      continue;
    int64_t last = size - dilation * (extent - 1) - 1;
    size = last < 0 ? 0 : last / stride + 1;
  }
  llvm::append_range(expected, window);
  if (compatible(expected, shapeOf(result)))
    return success();
  return op.emitOpError() << verb << " shape " << text(shape) << ", whose windows are "
                          << text(expected) << ", not " << text(shapeOf(result)) << "; write that shape";
}

LogicalResult UnfoldOp::verify() {
  return verifyWindows(*this, getInput().getType(), getType(), "reads");
}

LogicalResult FoldOp::verify() {
  if (failed(verifyWindows(*this, getType(), getInput().getType(), "makes")))
    return failure();
  return verifySizes(*this, getSizes(), getType());
}

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

/// A splat of another shape is a splat.
static OpFoldResult reshaped(Attribute input, Type result) {
  auto elements = dyn_cast_if_present<SplatElementsAttr>(input);
  auto type = dyn_cast<RankedTensorType>(result);
  if (!elements || !type || !type.hasStaticShape())
    return {};
  return elements.resizeSplat(type);
}

OpFoldResult BroadcastOp::fold(FoldAdaptor adaptor) {
  if (getInput().getType() == getType() && cast<RankedTensorType>(getType()).hasStaticShape())
    return getInput();
  auto type = cast<RankedTensorType>(getType());
  bool isElement = isa_and_present<FloatAttr, IntegerAttr>(adaptor.getInput());
  if (isElement && type.hasStaticShape())
    return DenseElementsAttr::get(type, adaptor.getInput());
  return reshaped(adaptor.getInput(), getType());
}

OpFoldResult SumOp::fold(FoldAdaptor) {
  bool isSame = getDimensions().empty() && getInput().getType() == getType();
  return isSame ? OpFoldResult(getInput()) : OpFoldResult();
}

OpFoldResult TransposeOp::fold(FoldAdaptor adaptor) {
  ArrayRef<int64_t> permutation = getPermutation();
  bool isIdentity = llvm::equal(permutation, llvm::seq<int64_t>(0, permutation.size()));
  if (isIdentity && getInput().getType() == getType())
    return getInput();
  if (auto inner = getInput().getDefiningOp<TransposeOp>();
      inner && inner != *this && inner.getInput().getType() == getType() &&
      llvm::all_of(llvm::enumerate(permutation), [&](auto each) {
        return inner.getPermutation()[each.value()] == static_cast<int64_t>(each.index());
      }))
    return inner.getInput();
  return reshaped(adaptor.getInput(), getType());
}

OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  auto isStatic = [](Type type) { return !ShapedType::isDynamicShape(shapeOf(type)); };
  if (getInput().getType() == getType() && isStatic(getType()))
    return getInput();
  if (auto inner = getInput().getDefiningOp<ReshapeOp>();
      inner && inner != *this && inner.getInput().getType() == getType() && isStatic(getType()))
    return inner.getInput();
  return reshaped(adaptor.getInput(), getType());
}

OpFoldResult ReverseOp::fold(FoldAdaptor adaptor) {
  if (getDimensions().empty())
    return getInput();
  if (auto inner = getInput().getDefiningOp<ReverseOp>();
      inner && inner != *this && inner.getDimensions() == getDimensions())
    return inner.getInput();
  return reshaped(adaptor.getInput(), getType());
}

} // namespace pullback::nd
