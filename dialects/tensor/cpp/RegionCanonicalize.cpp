//===- RegionCanonicalize.cpp - Operands and results that nobody reads ----===//

#include "Nd.h"

#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace pullback::nd {

/// An operand that the function does not read tells no more than a shape; an operand twice is one.
template <typename Op>
static LogicalResult dropInputs(Op op, PatternRewriter &rewriter, bool mayDropAll) {
  Block &body = op.getBody().front();
  OperandRange inputs = op.getInputs();
  llvm::BitVector dropped(body.getNumArguments());
  SmallVector<std::pair<unsigned, unsigned>> same;
  for (auto [index, input] : llvm::enumerate(inputs)) {
    BlockArgument argument = body.getArgument(index);
    size_t first = std::distance(inputs.begin(), llvm::find(inputs, input));
    if (first < index && !argument.use_empty())
      same.emplace_back(index, first);
    if (first < index || (argument.use_empty() && !llvm::is_contained(inputs.drop_front(index + 1), input)))
      dropped.set(index);
  }
  if (!mayDropAll && dropped.count() == inputs.size())
    dropped.reset(0);
  if (dropped.none())
    return failure();
  rewriter.modifyOpInPlace(op, [&] {
    for (auto [index, first] : same)
      rewriter.replaceAllUsesWith(body.getArgument(index), body.getArgument(first));
    body.eraseArguments(dropped);
    for (size_t index = inputs.size(); index-- > 0;)
      if (dropped[index])
        op.getInputsMutable().erase(index);
  });
  return success();
}

/// Results that are operands are those.
static LogicalResult forwardInputs(MapOp op, PatternRewriter &rewriter) {
  Operation *yield = op.getBody().front().getTerminator();
  bool changed = false;
  for (auto [result, yielded] : llvm::zip(op.getResults(), yield->getOperands())) {
    auto argument = dyn_cast<BlockArgument>(yielded);
    if (result.use_empty() || !argument || argument.getOwner() != &op.getBody().front())
      continue;
    Value input = op.getInputs()[argument.getArgNumber()];
    // In code that is never reached an op may be its own operand.
    if (input.getType() != result.getType() || input.getDefiningOp() == op)
      continue;
    rewriter.replaceAllUsesWith(result, input);
    changed = true;
  }
  return success(changed);
}

static LogicalResult dropResults(MapOp op, PatternRewriter &rewriter) {
  SmallVector<unsigned> kept;
  for (OpResult result : op.getResults())
    if (!result.use_empty())
      kept.push_back(result.getResultNumber());
  if (kept.empty() || kept.size() == op.getNumResults())
    return failure();
  auto shape = [&](unsigned index) { return shapeOf(op.getResult(index).getType()); };
  // Where there is no operand, the first result says which sizes are given.
  if (op.getInputs().empty() && shape(kept[0]) != shape(0))
    return failure();
  Operation *yield = op.getBody().front().getTerminator();
  SmallVector<Type> types;
  SmallVector<Value> yielded;
  for (unsigned index : kept) {
    types.push_back(op.getResult(index).getType());
    yielded.push_back(yield->getOperand(index));
  }
  auto fewer = MapOp::create(rewriter, op.getLoc(), types, op.getInputs(), op.getSizes());
  fewer->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  rewriter.modifyOpInPlace(yield, [&] { yield->setOperands(yielded); });
  rewriter.inlineRegionBefore(op.getBody(), fewer.getBody(), fewer.getBody().end());
  for (auto [index, result] : llvm::zip(kept, fewer.getResults()))
    rewriter.replaceAllUsesWith(op.getResult(index), result);
  rewriter.eraseOp(op);
  return success();
}

/// An array that is moved along and not read.
static LogicalResult dropSorted(SortOp op, PatternRewriter &rewriter) {
  SmallVector<unsigned> kept;
  for (OpResult result : op.getResults())
    if (result.getResultNumber() == 0 || !result.use_empty())
      kept.push_back(result.getResultNumber());
  if (kept.size() == op.getNumResults())
    return failure();
  SmallVector<Value> inputs =
      llvm::map_to_vector(kept, [&](unsigned index) -> Value { return op.getInputs()[index]; });
  auto fewer = SortOp::create(rewriter, op.getLoc(), ValueRange(inputs).getTypes(), inputs,
                              op.getDimension(), op.getDescending());
  fewer->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  for (auto [index, result] : llvm::zip(kept, fewer.getResults()))
    rewriter.replaceAllUsesWith(op.getResult(index), result);
  rewriter.eraseOp(op);
  return success();
}

void MapOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](MapOp op, PatternRewriter &rewriter) {
    // Without operands the first result is the shape.
    bool isTold = !ShapedType::isDynamicShape(shapeOf(op.getResultTypes()[0]));
    return dropInputs(op, rewriter, isTold);
  });
  patterns.add(forwardInputs);
  patterns.add(dropResults);
}

void ReduceOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](ReduceOp op, PatternRewriter &rewriter) {
    return dropInputs(op, rewriter, /*mayDropAll=*/false);
  });
}

void ScanOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](ScanOp op, PatternRewriter &rewriter) {
    return dropInputs(op, rewriter, /*mayDropAll=*/false);
  });
}

void SortOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(dropSorted);
}

} // namespace pullback::nd
