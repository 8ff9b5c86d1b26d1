//===- Canonicalize.cpp - Folds and canonical forms -----------------------===//

#include "Functional.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace pullback::functional {

// Where dominance does not hold (in unreachable blocks, in a module's own body) a value can depend
// on itself; nothing is folded to itself here.

//===----------------------------------------------------------------------===//
// Folds
//===----------------------------------------------------------------------===//

OpFoldResult RefOp::fold(FoldAdaptor) { return getSymbolAttr(); }

OpFoldResult PartialOp::fold(FoldAdaptor) {
  return getArguments().empty() && getCallee() != getFunction() ? getCallee() : OpFoldResult();
}

/// A tuple of all fields of one tuple, in order, is that tuple.
OpFoldResult TupleOp::fold(FoldAdaptor) {
  Value tuple;
  for (auto [index, element] : llvm::enumerate(getElements())) {
    auto get = element.getDefiningOp<GetOp>();
    if (!get || get.getIndex() != index || (tuple && get.getTuple() != tuple))
      return {};
    tuple = get.getTuple();
  }
  return tuple && tuple != getTuple() && tuple.getType() == getType() ? tuple : OpFoldResult();
}

OpFoldResult GetOp::fold(FoldAdaptor) {
  auto tuple = getTuple().getDefiningOp<TupleOp>();
  if (!tuple)
    return {};
  Value element = tuple.getElements()[getIndex()];
  return element != getElement() ? element : OpFoldResult();
}

//===----------------------------------------------------------------------===//
// Patterns
//===----------------------------------------------------------------------===//

/// The partial application behind `function`. One that binds nothing is left to its fold: it may be
/// behind itself.
static PartialOp getPartial(Value function) {
  auto partial = function.getDefiningOp<PartialOp>();
  return partial && !partial.getArguments().empty() ? partial : PartialOp();
}

/// partial (partial f a) b -> partial f (a, b)
static LogicalResult flattenPartial(PartialOp op, PatternRewriter &rewriter) {
  PartialOp inner = getPartial(op.getCallee());
  if (!inner)
    return failure();
  SmallVector<Value> arguments(inner.getArguments());
  llvm::append_range(arguments, op.getArguments());
  rewriter.replaceOpWithNewOp<PartialOp>(op, inner.getCallee(), arguments);
  return success();
}

/// apply (partial f a) (b) -> apply f (a, b)
static LogicalResult applyPartial(ApplyOp op, PatternRewriter &rewriter) {
  PartialOp partial = getPartial(op.getCallee());
  if (!partial)
    return failure();
  SmallVector<Value> arguments(partial.getArguments());
  llvm::append_range(arguments, op.getArguments());
  rewriter.replaceOpWithNewOp<ApplyOp>(op, partial.getCallee(), arguments);
  return success();
}

/// apply (ref @f) (a) -> func.call @f(a)
static LogicalResult applyRef(ApplyOp op, PatternRewriter &rewriter) {
  auto ref = op.getCallee().getDefiningOp<RefOp>();
  if (!ref)
    return failure();
  rewriter.replaceOpWithNewOp<func::CallOp>(op, ref.getSymbolAttr(), op.getResultTypes(),
                                            op.getArguments());
  return success();
}

/// apply (lambda (x) { ... }) (a): the body takes the place of the call, where the lambda has no
/// other use and stands in the same block. All other cases are choices, which a pass makes.
static LogicalResult applyLambda(ApplyOp op, PatternRewriter &rewriter) {
  auto lambda = op.getCallee().getDefiningOp<LambdaOp>();
  if (!lambda || !lambda->hasOneUse() || lambda->getBlock() != op->getBlock())
    return failure();
  Block &body = lambda.getBody().front();
  auto result = cast<ReturnOp>(body.getTerminator());
  auto isOwnResult = [&](Value value) { return value.getDefiningOp() == op; };
  if (llvm::any_of(op.getArguments(), isOwnResult) ||
      llvm::any_of(result.getOperands(), isOwnResult))
    return failure();
  rewriter.inlineBlockBefore(&body, op, op.getArguments());
  rewriter.replaceOp(op, result.getOperands());
  rewriter.eraseOp(result);
  rewriter.eraseOp(lambda);
  return success();
}

void PartialOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(flattenPartial);
}

void ApplyOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(applyPartial);
  patterns.add(applyRef);
  patterns.add(applyLambda);
}

} // namespace pullback::functional
