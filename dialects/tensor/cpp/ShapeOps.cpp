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

} // namespace pullback::nd
