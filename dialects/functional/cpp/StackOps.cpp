//===- StackOps.cpp - Stacks ----------------------------------------------===//

#include "OpSyntax.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;

namespace pullback::functional {

static StringRef plural(size_t count) { return count == 1 ? "" : "s"; }

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

static ParseResult parseStackType(OpAsmParser &parser, StackType &stack) {
  llvm::SMLoc location = parser.getCurrentLocation();
  Type type;
  if (parser.parseType(type))
    return failure();
  stack = dyn_cast<StackType>(type);
  if (!stack)
    return parser.emitError(location)
           << "expected a stack's type such as !functional.stack<f64>, found " << type;
  return success();
}

ParseResult parsePushType(OpAsmParser &parser, Type &stack, const UnresolvedOperands &elements,
                          SmallVectorImpl<Type> &types, Type &result) {
  StackType type;
  if (parseStackType(parser, type))
    return failure();
  size_t expected = type.getElements().size();
  if (elements.size() != expected)
    return parser.emitError(parser.getNameLoc())
           << "'functional.push' op expected " << expected << " value" << plural(expected)
           << " for " << type << ", found " << elements.size();
  llvm::append_range(types, type.getElements());
  stack = result = type;
  return success();
}

void printPushType(OpAsmPrinter &printer, Operation *, Type stack, OperandRange, TypeRange, Type) {
  printer << stack;
}

ParseResult parsePopType(OpAsmParser &parser, Type &stack, Type &rest,
                         SmallVectorImpl<Type> &elements) {
  StackType type;
  if (parseStackType(parser, type))
    return failure();
  llvm::append_range(elements, type.getElements());
  stack = rest = type;
  return success();
}

void printPopType(OpAsmPrinter &printer, Operation *, Type stack, Type, TypeRange) {
  printer << stack;
}

void StackOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getStack(), "stack"); }

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

/// Checks the stack of the result and the types of the entry that is pushed or popped.
static LogicalResult verifyEntry(Operation *op, StackType stack, StackType result,
                                 TypeRange entry) {
  if (result != stack)
    return op->emitOpError() << "gives " << result << " of " << stack
                             << "; the two are of the same type";
  if (entry != TypeRange(stack.getElements()))
    return op->emitOpError() << "moves an entry of types (" << entry << "), but " << stack
                             << " has others";
  return success();
}

LogicalResult PushOp::verify() {
  return verifyEntry(*this, getStack().getType(), getType(), getElements().getTypes());
}

LogicalResult PopOp::verify() {
  return verifyEntry(*this, getStack().getType(), getRest().getType(), getElements().getTypes());
}

//===----------------------------------------------------------------------===//
// Canonical forms
//===----------------------------------------------------------------------===//

/// pop (push s a) -> s, a. Where dominance does not hold an op may be its own operand.
static LogicalResult popPush(PopOp op, PatternRewriter &rewriter) {
  auto push = op.getStack().getDefiningOp<PushOp>();
  auto isOwn = [&](Value value) { return value.getDefiningOp() == op; };
  if (!push || llvm::any_of(push->getOperands(), isOwn))
    return failure();
  SmallVector<Value> values{push.getStack()};
  llvm::append_range(values, push.getElements());
  rewriter.replaceOp(op, values);
  return success();
}

/// Whether there is an op for the value of a type whose bits are all zero.
static bool hasZero(Type type, OpBuilder &builder) {
  WalkResult shapes = type.walk([](ShapedType shaped) {
    return shaped.hasStaticShape() ? WalkResult::advance() : WalkResult::interrupt();
  });
  return !shapes.wasInterrupted() && (isTangentType(type) || builder.getZeroAttr(type));
}

static Value createZero(OpBuilder &builder, Location location, Type type) {
  if (isTangentType(type))
    return ZeroOp::create(builder, location, type);
  return arith::ConstantOp::create(builder, location, builder.getZeroAttr(type));
}

/// pop of an empty stack -> that stack, zeros.
static LogicalResult popEmpty(PopOp op, PatternRewriter &rewriter) {
  Value stack = op.getStack();
  if (!isa_and_nonnull<StackOp, ZeroOp>(stack.getDefiningOp()) ||
      !llvm::all_of(op.getElements().getTypes(),
                    [&](Type type) { return hasZero(type, rewriter); }))
    return failure();
  SmallVector<Value> values{stack};
  for (Type type : op.getElements().getTypes())
    values.push_back(createZero(rewriter, op.getLoc(), type));
  rewriter.replaceOp(op, values);
  return success();
}

void PopOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(popPush);
  patterns.add(popEmpty);
}

} // namespace pullback::functional
