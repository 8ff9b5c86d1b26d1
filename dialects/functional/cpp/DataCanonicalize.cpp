//===- DataCanonicalize.cpp - Canonical forms of match --------------------===//

#include "Functional.h"

#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace pullback::functional {

static YieldOp yieldOf(Region &body) { return cast<YieldOp>(body.front().getTerminator()); }

/// The case for a constructor, if there is one: a pattern may see IR that is in the making.
static Region *caseOf(MatchOp match, StringAttr constructor) {
  for (auto [name, body] : llvm::zip_equal(match.getCases(), match.getBodies()))
    if (name == constructor)
      return &body;
  return nullptr;
}

/// Puts the body of a case in the place of the op. Fails where dominance does not hold and the body
/// or the fields are the op's own results.
static LogicalResult takeCase(MatchOp match, Region &body, ValueRange fields,
                              PatternRewriter &rewriter) {
  YieldOp yield = yieldOf(body);
  auto isOwn = [&](Value value) { return value.getDefiningOp() == match; };
  if (body.getNumArguments() != fields.size() || llvm::any_of(fields, isOwn) ||
      llvm::any_of(yield.getOperands(), isOwn))
    return failure();
  rewriter.inlineBlockBefore(&body.front(), match, fields);
  rewriter.replaceOp(match, yield.getOperands());
  rewriter.eraseOp(yield);
  return success();
}

/// match (construct c(a)) { case c(x) { ... } } -> the body of that case.
static LogicalResult matchConstruct(MatchOp op, PatternRewriter &rewriter) {
  auto construct = op.getValue().getDefiningOp<ConstructOp>();
  if (!construct)
    return failure();
  Region *body = caseOf(op, construct.getConstructorAttr());
  return body ? takeCase(op, *body, construct.getFields(), rewriter) : failure();
}

/// match (zero) { case zero { ... } } -> the body of that case, which is the first of a tangent type.
static LogicalResult matchZero(MatchOp op, PatternRewriter &rewriter) {
  if (!op.getValue().getDefiningOp<ZeroOp>() || op.getBodies().empty())
    return failure();
  return takeCase(op, op.getBodies().front(), {}, rewriter);
}

/// In a case of a match on the same value the constructor is known. Not through a lambda: there the
/// fields would be captured in the place of the value.
static LogicalResult matchInCase(MatchOp op, PatternRewriter &rewriter) {
  for (Region *region = op->getParentRegion(); region; region = region->getParentRegion()) {
    Operation *parent = region->getParentOp();
    if (isa<LambdaOp, LetrecOp>(parent) || parent->hasTrait<OpTrait::IsIsolatedFromAbove>())
      return failure();
    auto outer = dyn_cast<MatchOp>(parent);
    if (!outer || outer.getValue() != op.getValue())
      continue;
    auto name = cast<StringAttr>(outer.getCases()[region->getRegionNumber()]);
    Region *body = caseOf(op, name);
    return body ? takeCase(op, *body, region->getArguments(), rewriter) : failure();
  }
  return failure();
}

/// The value that a result has in every case, defined outside of the op; null if there is none.
static Value sameInEveryCase(MatchOp op, unsigned result) {
  Value value;
  for (Region &body : op.getBodies()) {
    Value yielded = yieldOf(body).getOperand(result);
    if ((value && yielded != value) || op->isAncestor(yielded.getParentBlock()->getParentOp()) ||
        yielded.getDefiningOp() == op)
      return {};
    value = yielded;
  }
  return value;
}

static LogicalResult replaceConstantResults(MatchOp op, PatternRewriter &rewriter) {
  bool changed = false;
  for (OpResult result : op.getResults()) {
    if (result.use_empty())
      continue;
    if (Value value = sameInEveryCase(op, result.getResultNumber())) {
      rewriter.replaceAllUsesWith(result, value);
      changed = true;
    }
  }
  return success(changed);
}

/// A new match on the same value with empty cases. The fields' locations are kept.
static MatchOp createLike(MatchOp op, TypeRange results, PatternRewriter &rewriter) {
  auto match = MatchOp::create(rewriter, op.getLoc(), results, op.getDataAttr(),
                               op.getCasesAttr(), op.getValue(), op.getBodies().size());
  match->setDiscardableAttrs(op->getDiscardableAttrDictionary());
  return match;
}

static LogicalResult removeUnusedResults(MatchOp op, PatternRewriter &rewriter) {
  SmallVector<OpResult> used;
  for (OpResult result : op.getResults())
    if (!result.use_empty())
      used.push_back(result);
  if (used.size() == op.getNumResults())
    return failure();
  MatchOp match = createLike(op, TypeRange(ValueRange(SmallVector<Value>(used.begin(), used.end()))),
                             rewriter);
  for (auto [from, to] : llvm::zip_equal(op.getBodies(), match.getBodies())) {
    YieldOp yield = yieldOf(from);
    SmallVector<Value> operands;
    for (OpResult result : used)
      operands.push_back(yield.getOperand(result.getResultNumber()));
    rewriter.modifyOpInPlace(yield, [&] { yield->setOperands(operands); });
    rewriter.inlineRegionBefore(from, to, to.end());
  }
  SmallVector<Value> replacements(op.getNumResults());
  for (auto [from, to] : llvm::zip_equal(used, match.getResults()))
    replacements[from.getResultNumber()] = to;
  rewriter.replaceOp(op, replacements);
  return success();
}

/// Two matches on one value, the second right after the first, are one.
static LogicalResult combineMatches(MatchOp second, PatternRewriter &rewriter) {
  auto first = dyn_cast_or_null<MatchOp>(second->getPrevNode());
  if (!first || first.getValue() != second.getValue() || first.getCases() != second.getCases() ||
      first.getValue().getDefiningOp() == second)
    return failure();
  SmallVector<Type> types(first.getResultTypes());
  llvm::append_range(types, second.getResultTypes());
  rewriter.setInsertionPoint(second);
  MatchOp match = createLike(first, types, rewriter);
  for (auto [one, two, to] :
       llvm::zip_equal(first.getBodies(), second.getBodies(), match.getBodies())) {
    YieldOp yield = yieldOf(one), last = yieldOf(two);
    // In this case the first's results are what it yields.
    for (auto [result, value] : llvm::zip_equal(first.getResults(), yield.getOperands()))
      rewriter.replaceUsesWithIf(result, value, [&](OpOperand &use) {
        return second.getBodies()[to.getRegionNumber()].isAncestor(
            use.getOwner()->getParentRegion());
      });
    SmallVector<Value> operands(yield.getOperands());
    llvm::append_range(operands, last.getOperands());
    rewriter.modifyOpInPlace(last, [&] { last->setOperands(operands); });
    rewriter.inlineRegionBefore(one, to, to.end());
    rewriter.mergeBlocks(&two.front(), &to.front(), to.getArguments());
    rewriter.eraseOp(yield);
  }
  rewriter.replaceOp(first, match.getResults().take_front(first.getNumResults()));
  rewriter.replaceOp(second, match.getResults().take_back(second.getNumResults()));
  return success();
}

void MatchOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(matchConstruct);
  patterns.add(matchZero);
  patterns.add(matchInCase);
  patterns.add(replaceConstantResults);
  patterns.add(removeUnusedResults);
  patterns.add(combineMatches);
}

} // namespace pullback::functional
