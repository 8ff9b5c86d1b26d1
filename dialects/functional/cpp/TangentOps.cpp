//===- TangentOps.cpp - zero, add and stop_gradient -----------------------===//

#include "Functional.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/TypeUtilities.h"

using namespace mlir;

namespace pullback::functional {

//===----------------------------------------------------------------------===//
// zero
//===----------------------------------------------------------------------===//

LogicalResult ZeroOp::verify() {
  WalkResult found = getType().walk([&](ShapedType shaped) {
    return shaped.hasStaticShape() ? WalkResult::advance() : WalkResult::interrupt();
  });
  if (!found.wasInterrupted())
    return success();
  return emitOpError() << "has type " << getType()
                       << ", whose zero has no size; use types of static shape";
}

/// The zero of a float is a constant, that of a tuple a tuple of zeros.
static LogicalResult expandZero(ZeroOp op, PatternRewriter &rewriter) {
  if (auto tuple = dyn_cast<TupleType>(op.getType())) {
    SmallVector<Value> elements;
    for (Type type : tuple.getTypes())
      elements.push_back(ZeroOp::create(rewriter, op.getLoc(), type));
    rewriter.replaceOpWithNewOp<TupleOp>(op, op.getType(), elements);
    return success();
  }
  TypedAttr zero = rewriter.getZeroAttr(op.getType());
  if (!zero)
    return failure();
  rewriter.replaceOpWithNewOp<arith::ConstantOp>(op, zero);
  return success();
}

void ZeroOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(expandZero);
}

//===----------------------------------------------------------------------===//
// add
//===----------------------------------------------------------------------===//

/// Whether adding the value changes nothing. A constructor without fields holds no tangent.
static bool isZero(Value value) {
  if (auto construct = value.getDefiningOp<ConstructOp>())
    return construct.getFields().empty();
  return value.getDefiningOp<ZeroOp>() || matchPattern(value, m_AnyZeroFloat()) ||
         value.getType() == TupleType::get(value.getContext());
}

OpFoldResult AddOp::fold(FoldAdaptor) {
  if (isZero(getRhs()) && getLhs() != getResult())
    return getLhs();
  if (isZero(getLhs()) && getRhs() != getResult())
    return getRhs();
  return {};
}

/// The sum of floats is arithmetic, that of tuples a tuple of sums.
static LogicalResult expandAdd(AddOp op, PatternRewriter &rewriter) {
  Location location = op.getLoc();
  if (auto tuple = dyn_cast<TupleType>(op.getType())) {
    SmallVector<Value> elements;
    for (size_t index = 0; index != tuple.size(); ++index) {
      auto field = [&](Value value) -> Value {
        return GetOp::create(rewriter, location, tuple.getType(index), value, index);
      };
      elements.push_back(
          AddOp::create(rewriter, location, field(op.getLhs()), field(op.getRhs())));
    }
    rewriter.replaceOpWithNewOp<TupleOp>(op, op.getType(), elements);
    return success();
  }
  if (!isa<FloatType>(getElementTypeOrSelf(op.getType())))
    return failure();
  rewriter.replaceOpWithNewOp<arith::AddFOp>(op, op.getLhs(), op.getRhs());
  return success();
}

/// c(a) + c(b) -> c(a + b)
static LogicalResult addConstructs(AddOp op, PatternRewriter &rewriter) {
  auto lhs = op.getLhs().getDefiningOp<ConstructOp>();
  auto rhs = op.getRhs().getDefiningOp<ConstructOp>();
  if (!lhs || !rhs || lhs.getConstructor() != rhs.getConstructor() ||
      lhs.getFields().getTypes() != rhs.getFields().getTypes())
    return failure();
  auto isOwn = [&](Value value) { return value == op.getResult(); };
  if (llvm::any_of(lhs.getFields(), isOwn) || llvm::any_of(rhs.getFields(), isOwn))
    return failure();
  SmallVector<Value> sums;
  for (auto [left, right] : llvm::zip_equal(lhs.getFields(), rhs.getFields()))
    sums.push_back(AddOp::create(rewriter, op.getLoc(), left, right));
  rewriter.replaceOpWithNewOp<ConstructOp>(op, op.getType(), lhs.getDataAttr(),
                                           lhs.getConstructorAttr(), sums);
  return success();
}

void AddOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(addConstructs);
  patterns.add(expandAdd);
}

//===----------------------------------------------------------------------===//
// stop_gradient
//===----------------------------------------------------------------------===//

LogicalResult StopGradientOp::verify() {
  if (!holdsFunction(getType()))
    return success();
  return emitOpError() << "has an operand of type " << getType()
                       << ", which holds a function value; apply it to what the function captures";
}

/// What is stopped twice is stopped; what has no tangent need not be.
OpFoldResult StopGradientOp::fold(FoldAdaptor) {
  bool redundant = getValue().getDefiningOp<StopGradientOp>() ||
                   !holdsFloat(resultTangentType(getValue().getType()));
  return redundant && getValue() != getResult() ? getValue() : OpFoldResult();
}

} // namespace pullback::functional
