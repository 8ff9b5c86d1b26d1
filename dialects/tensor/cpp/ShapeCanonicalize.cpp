//===- ShapeCanonicalize.cpp - One op for two of a kind -------------------===//
//
// Types may tell less than the values inside have: what two ops leave to run time may be known to be
// wrong of the one, and then nothing is done.
//
//===----------------------------------------------------------------------===//

#include "Nd.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace pullback::nd {

/// The op of the same kind that makes the operand. In code that is never reached that may be the op itself.
template <typename Op>
static Op inner(Op op) {
  auto inner = op.getInput().template getDefiningOp<Op>();
  return inner == op ? Op() : inner;
}

static LogicalResult compose(BroadcastOp op, PatternRewriter &rewriter) {
  BroadcastOp first = inner(op);
  if (!first)
    return failure();
  ArrayRef<int64_t> from = shapeOf(first.getInput().getType()), to = shapeOf(op.getType());
  ArrayRef<int64_t> between = shapeOf(first.getType());
  SmallVector<int64_t> dimensions;
  for (auto [size, dimension] : llvm::zip(from, first.getDimensions())) {
    int64_t last = op.getDimensions()[dimension];
    dimensions.push_back(last);
    bool repeats = between[dimension] == 1 && to[last] != 1;
    if (size != 1 && (repeats || !compatible(size, to[last])))
      return failure();
  }
  rewriter.replaceOpWithNewOp<BroadcastOp>(op, op.getType(), first.getInput(), dimensions, op.getSizes());
  return success();
}

static LogicalResult compose(SumOp op, PatternRewriter &rewriter) {
  SumOp first = inner(op);
  if (!first)
    return failure();
  ArrayRef<int64_t> shape = shapeOf(first.getInput().getType());
  SmallVector<int64_t> dimensions, kept;
  for (int64_t dimension : llvm::seq<int64_t>(0, shape.size())) {
    bool isSummed = llvm::is_contained(first.getDimensions(), dimension);
    if (!isSummed)
      kept.push_back(dimension);
    if (isSummed || llvm::is_contained(op.getDimensions(), static_cast<int64_t>(kept.size()) - 1))
      dimensions.push_back(dimension);
  }
  if (!compatible(without(shape, dimensions), shapeOf(op.getType())))
    return failure();
  rewriter.replaceOpWithNewOp<SumOp>(op, op.getType(), first.getInput(), dimensions);
  return success();
}

static LogicalResult compose(TransposeOp op, PatternRewriter &rewriter) {
  TransposeOp first = inner(op);
  if (!first)
    return failure();
  ArrayRef<int64_t> shape = shapeOf(first.getInput().getType());
  SmallVector<int64_t> permutation, permuted;
  for (int64_t dimension : op.getPermutation()) {
    permutation.push_back(first.getPermutation()[dimension]);
    permuted.push_back(shape[permutation.back()]);
  }
  if (!compatible(permuted, shapeOf(op.getType())))
    return failure();
  rewriter.replaceOpWithNewOp<TransposeOp>(op, op.getType(), first.getInput(), permutation);
  return success();
}

static LogicalResult compose(ReshapeOp op, PatternRewriter &rewriter) {
  ReshapeOp first = inner(op);
  if (!first || !mayHoldAsMany(shapeOf(first.getInput().getType()), shapeOf(op.getType())))
    return failure();
  rewriter.replaceOpWithNewOp<ReshapeOp>(op, op.getType(), first.getInput(), op.getSizes());
  return success();
}

/// A dimension of one element or none is its own reverse; twice reversed is not reversed.
static LogicalResult compose(ReverseOp op, PatternRewriter &rewriter) {
  ReverseOp first = inner(op);
  ArrayRef<int64_t> shape = shapeOf(op.getType());
  SmallVector<int64_t> dimensions;
  for (int64_t dimension : llvm::seq<int64_t>(0, shape.size())) {
    bool reverses = llvm::is_contained(op.getDimensions(), dimension);
    bool isBack = first && llvm::is_contained(first.getDimensions(), dimension);
    bool moves = ShapedType::isDynamic(shape[dimension]) || shape[dimension] > 1;
    if (moves && reverses != isBack)
      dimensions.push_back(dimension);
  }
  if (!first && dimensions.size() == op.getDimensions().size())
    return failure();
  rewriter.replaceOpWithNewOp<ReverseOp>(op, op.getType(), first ? first.getInput() : op.getInput(), dimensions);
  return success();
}

void BroadcastOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](BroadcastOp op, PatternRewriter &rewriter) { return compose(op, rewriter); });
}
void SumOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](SumOp op, PatternRewriter &rewriter) { return compose(op, rewriter); });
}
void TransposeOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](TransposeOp op, PatternRewriter &rewriter) { return compose(op, rewriter); });
}
void ReshapeOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](ReshapeOp op, PatternRewriter &rewriter) { return compose(op, rewriter); });
}
void ReverseOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](ReverseOp op, PatternRewriter &rewriter) { return compose(op, rewriter); });
}

} // namespace pullback::nd
