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
  // An outer name hides an equal inner one.
  SmallVector<Attribute> names;
  StringAttr none = rewriter.getStringAttr("");
  auto nameOf = [&](PartialOp partial, size_t index) {
    return partial.getNames() ? cast<StringAttr>((*partial.getNames())[index]) : none;
  };
  for (size_t index = 0; index < inner.getArguments().size(); ++index) {
    StringAttr name = nameOf(inner, index);
    names.push_back(op.getNames() && llvm::is_contained(*op.getNames(), name) ? none : name);
  }
  for (size_t index = 0; index < op.getArguments().size(); ++index)
    names.push_back(nameOf(op, index));
  bool hasNames = inner.getNames() || op.getNames();
  rewriter.replaceOpWithNewOp<PartialOp>(op, inner.getCallee(), arguments,
                                         hasNames ? rewriter.getArrayAttr(names) : ArrayAttr());
  return success();
}

/// lambda (x) captures(c = y) { ... } -> partial (lambda (c, x) { ... }) y
static LogicalResult bindCaptures(LambdaOp op, PatternRewriter &rewriter) {
  if (op.getCaptured().empty())
    return failure();
  auto inputs = llvm::to_vector(op.getCaptured().getTypes());
  llvm::append_range(inputs, op.getType().getInputs());
  auto type = FnType::get(op.getContext(), inputs, op.getType().getResults());
  auto lambda = LambdaOp::create(rewriter, op.getLoc(), type, ValueRange(), ArrayAttr());
  for (NamedAttribute attribute : op->getDiscardableAttrs())
    lambda->setDiscardableAttr(attribute.getName(), attribute.getValue());
  SmallVector<Location> locations(inputs.size(), op.getLoc());
  Block *block = rewriter.createBlock(&lambda.getBody(), {}, inputs, locations);
  // The parameters come first in the old body, and last in the new one.
  size_t count = op.getCaptured().size();
  SmallVector<Value> arguments(llvm::drop_begin(block->getArguments(), count));
  llvm::append_range(arguments, llvm::make_range(block->args_begin(), block->args_begin() + count));
  rewriter.mergeBlocks(&op.getBody().front(), block, arguments);
  rewriter.setInsertionPoint(op);
  rewriter.replaceOpWithNewOp<PartialOp>(op, lambda, op.getCaptured(), op.getNamesAttr());
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
  if (!lambda || !lambda.getCaptured().empty() || !lambda->hasOneUse() ||
      lambda->getBlock() != op->getBlock())
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

void LambdaOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(bindCaptures);
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
