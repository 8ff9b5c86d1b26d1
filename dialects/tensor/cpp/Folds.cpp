//===- Folds.cpp - Ops that are a value already, or a constant ------------===//

#include "Nd.h"

using namespace mlir;

namespace pullback::nd {

static bool isStatic(Type type) { return !ShapedType::isDynamicShape(shapeOf(type)); }

/// A constant of this type with the same elements in the same order.
static OpFoldResult reshaped(Attribute input, Type result) {
  if (!input || !isStatic(result))
    return {};
  auto type = dyn_cast<RankedTensorType>(result);
  auto elements = dyn_cast<DenseElementsAttr>(input);
  if (type && !elements)
    return isa<FloatAttr, IntegerAttr>(input) ? DenseElementsAttr::get(type, input) : OpFoldResult();
  if (type && elements)
    return elements.reshape(type);
  if (elements)
    return *elements.getValues<Attribute>().begin();
  return input;
}

/// A constant whose elements are all equal, in another shape.
static OpFoldResult resized(Attribute input, Type result) {
  auto elements = dyn_cast_if_present<SplatElementsAttr>(input);
  if (!elements || !isStatic(result))
    return {};
  return elements.resizeSplat(cast<RankedTensorType>(result));
}

OpFoldResult BroadcastOp::fold(FoldAdaptor adaptor) {
  if (getInput().getType() == getType() && isStatic(getType()))
    return getInput();
  if (isa_and_present<FloatAttr, IntegerAttr>(adaptor.getInput()))
    return reshaped(adaptor.getInput(), getType());
  return resized(adaptor.getInput(), getType());
}

OpFoldResult SumOp::fold(FoldAdaptor adaptor) {
  if (getDimensions().empty() && getInput().getType() == getType())
    return getInput();
  ArrayRef<int64_t> shape = shapeOf(getInput().getType());
  TypedAttr zero = Builder(getContext()).getZeroAttr(elementOf(getType()));
  auto elements = dyn_cast_if_present<SplatElementsAttr>(adaptor.getInput());
  bool isOfNone = llvm::any_of(getDimensions(), [&](int64_t dimension) { return shape[dimension] == 0; });
  bool isOfZeros = elements && elements.getSplatValue<Attribute>() == zero;
  return isOfNone || isOfZeros ? reshaped(zero, getType()) : OpFoldResult();
}

OpFoldResult TransposeOp::fold(FoldAdaptor adaptor) {
  bool isIdentity = llvm::equal(getPermutation(), llvm::seq<int64_t>(0, getPermutation().size()));
  if (isIdentity && getInput().getType() == getType())
    return getInput();
  return resized(adaptor.getInput(), getType());
}

OpFoldResult ReshapeOp::fold(FoldAdaptor adaptor) {
  // Where one size is not known the others tell it.
  ArrayRef<int64_t> shape = shapeOf(getType());
  bool isTold = llvm::count_if(shape, ShapedType::isDynamic) <= 1 && !llvm::is_contained(shape, 0);
  if (getInput().getType() == getType() && (isTold || isStatic(getType())))
    return getInput();
  return reshaped(adaptor.getInput(), getType());
}

OpFoldResult ReverseOp::fold(FoldAdaptor adaptor) {
  if (getDimensions().empty())
    return getInput();
  return resized(adaptor.getInput(), getType());
}

template <typename Op>
static OpFoldResult foldWindows(Op op) {
  bool isIdentity = op.getDimensions().empty() && op.getInput().getType() == op.getType();
  return isIdentity ? OpFoldResult(op.getInput()) : OpFoldResult();
}

OpFoldResult UnfoldOp::fold(FoldAdaptor adaptor) {
  if (OpFoldResult windows = resized(adaptor.getInput(), getType()))
    return windows;
  return foldWindows(*this);
}

OpFoldResult FoldOp::fold(FoldAdaptor) { return foldWindows(*this); }

} // namespace pullback::nd
