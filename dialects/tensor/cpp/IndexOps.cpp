//===- IndexOps.cpp - Positions as data -----------------------------------===//

#include "Syntax.h"

using namespace mlir;

namespace pullback::nd {

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

ParseResult parseKeyword(OpAsmParser &parser, StringAttr &word) {
  StringRef keyword;
  if (parser.parseKeyword(&keyword))
    return failure();
  word = parser.getBuilder().getStringAttr(keyword);
  return success();
}

void printKeyword(OpAsmPrinter &printer, Operation *, StringAttr word) {
  printer.printKeywordOrString(word.getValue());
}

ParseResult parseSameTypes(OpAsmParser &parser, SmallVectorImpl<Type> &operands,
                           SmallVectorImpl<Type> &results) {
  if (parser.parseTypeList(operands))
    return failure();
  results.assign(operands.begin(), operands.end());
  return success();
}

void printSameTypes(OpAsmPrinter &printer, Operation *, TypeRange operands, TypeRange) {
  llvm::interleaveComma(operands, printer);
}

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

LogicalResult IotaOp::verify() {
  int64_t dimension = getDimension();
  if (failed(verifyDimensions(*this, dimension, shapeOf(getType()).size(), /*increasing=*/true)))
    return failure();
  return verifySizes(*this, getSizes(), getType());
}

LogicalResult OneHotOp::verify() {
  ArrayRef<int64_t> indices = shapeOf(getIndices().getType()), shape = shapeOf(getType());
  if (shape.empty() || !compatible(indices, shape.drop_back()))
    return emitOpError() << "of indices of shape " << text(indices) << " cannot give " << text(shape)
                         << "; the result has that shape and one dimension more";
  return verifySizes(*this, getSizes(), getType());
}

template <typename Op>
static LogicalResult verifyArg(Op op) {
  ArrayRef<int64_t> shape = shapeOf(op.getInput().getType());
  int64_t dimension = op.getDimension();
  if (failed(verifyDimensions(op, dimension, shape.size(), /*increasing=*/true)))
    return failure();
  SmallVector<int64_t> rest(shape);
  rest.erase(rest.begin() + dimension);
  if (compatible(rest, shapeOf(op.getType())))
    return success();
  return op.emitOpError() << "of shape " << text(shape) << " gives " << text(rest) << ", not "
                          << text(shapeOf(op.getType())) << "; write that shape";
}

LogicalResult ArgMaxOp::verify() { return verifyArg(*this); }
LogicalResult ArgMinOp::verify() { return verifyArg(*this); }

/// Checks the indices into `array` and the shape of what is read or written there.
static LogicalResult verifyPositions(Operation *op, Type array, ValueRange indices,
                                     ArrayRef<int64_t> dimensions, Type part) {
  ArrayRef<int64_t> shape = shapeOf(array);
  if (failed(verifyElement(op, array, part)) ||
      failed(verifyDimensions(op, dimensions, shape.size(), /*increasing=*/true)))
    return failure();
  if (indices.empty() || indices.size() != dimensions.size())
    return op->emitOpError() << "has " << indices.size() << (indices.size() == 1 ? " index for " : " indices for ")
                             << counted(dimensions.size(), "dimension") << "; write one for each, and at least one";
  SmallVector<int64_t> expected(shapeOf(indices[0].getType()));
  for (Value index : indices)
    if (!compatible(shapeOf(index.getType()), expected))
      return op->emitOpError() << "has indices of shapes " << text(expected) << " and "
                               << text(shapeOf(index.getType())) << "; broadcast one to the other's shape";
  for (auto [dimension, size] : llvm::enumerate(shape))
    if (!llvm::is_contained(dimensions, static_cast<int64_t>(dimension)))
      expected.push_back(size);
  if (compatible(expected, shapeOf(part)))
    return success();
  return op->emitOpError() << "moves shape " << text(shapeOf(part)) << " where the indices and "
                           << text(shape) << " make " << text(expected) << "; write that shape";
}

LogicalResult GatherOp::verify() {
  return verifyPositions(*this, getSource().getType(), getIndices(), getDimensions(), getType());
}

LogicalResult ScatterOp::verify() {
  if (!llvm::is_contained({"add", "set", "min", "max"}, getCombine()))
    return emitOpError() << "combines by '" << getCombine() << "'; write add, set, min or max";
  return verifyPositions(*this, getTarget().getType(), getIndices(), getDimensions(),
                         getUpdates().getType());
}

LogicalResult SortOp::verify() {
  if (getInputs().empty())
    return emitOpError() << "needs an array to sort";
  ArrayRef<int64_t> shape = shapeOf(getInputs()[0].getType());
  int64_t dimension = getDimension();
  if (failed(verifyDimensions(*this, dimension, shape.size(), /*increasing=*/true)))
    return failure();
  for (Type type : getInputs().getTypes())
    if (!compatible(shape, shapeOf(type)))
      return emitOpError() << "moves arrays of shapes " << text(shape) << " and " << text(shapeOf(type))
                           << "; they have one shape";
  if (getInputs().getTypes() != getResultTypes())
    return emitOpError() << "gives (" << getResultTypes() << ") of (" << getInputs().getTypes()
                         << "); the types are the same";
  return success();
}

} // namespace pullback::nd
