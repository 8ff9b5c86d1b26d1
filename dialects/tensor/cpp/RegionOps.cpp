//===- RegionOps.cpp - Functions over elements ----------------------------===//

#include "Nd.h"

using namespace mlir;

namespace pullback::nd {

//===----------------------------------------------------------------------===//
// Syntax
//===----------------------------------------------------------------------===//

using Operands = SmallVector<OpAsmParser::UnresolvedOperand>;

/// `(%a in %x : T, ..)`; `between` is `in` or `=`. What the region's arguments are of is told by
/// `argument`.
static ParseResult parseBindings(OpAsmParser &parser, StringRef between, Operands &operands,
                                 SmallVectorImpl<Type> &types,
                                 SmallVectorImpl<OpAsmParser::Argument> &arguments) {
  return parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, [&]() -> ParseResult {
    OpAsmParser::Argument &argument = arguments.emplace_back();
    if (parser.parseArgument(argument) ||
        (between == "=" ? parser.parseEqual() : parser.parseKeyword(between)) ||
        parser.parseOperand(operands.emplace_back()) || parser.parseColonType(types.emplace_back()))
      return failure();
    argument.type = elementOf(types.back());
    return success();
  });
}

static ParseResult parseEnd(OpAsmParser &parser, OperationState &result,
                            ArrayRef<OpAsmParser::Argument> arguments) {
  if (parser.parseArrowTypeList(result.types) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes))
    return failure();
  Region *body = result.addRegion();
  if (parser.parseRegion(*body, arguments))
    return failure();
  if (body->empty())
    return parser.emitError(parser.getCurrentLocation()) << "expected the body of the function";
  return success();
}

static void setSegments(OpAsmParser &parser, OperationState &result, ArrayRef<int32_t> sizes) {
  result.addAttribute("operandSegmentSizes", parser.getBuilder().getDenseI32ArrayAttr(sizes));
}

static void printBindings(OpAsmPrinter &printer, StringRef between, ValueRange arguments,
                          ValueRange operands) {
  printer << '(';
  llvm::interleaveComma(llvm::zip(arguments, operands), printer, [&](auto pair) {
    auto [argument, operand] = pair;
    printer.printRegionArgument(cast<BlockArgument>(argument), {}, /*omitType=*/true);
    printer << ' ' << between << ' ' << operand << " : " << operand.getType();
  });
  printer << ')';
}

static void printEnd(OpAsmPrinter &printer, Operation *op, ArrayRef<StringRef> printed) {
  printer.printArrowTypeList(op->getResultTypes());
  SmallVector<StringRef> elided(printed);
  elided.push_back("operandSegmentSizes");
  printer.printOptionalAttrDictWithKeyword(op->getAttrs(), elided);
  printer << ' ';
  printer.printRegion(op->getRegion(0), /*printEntryBlockArgs=*/false,
                      /*printBlockTerminators=*/true);
}

ParseResult MapOp::parse(OpAsmParser &parser, OperationState &result) {
  Operands inputs, sizes;
  SmallVector<Type> types;
  SmallVector<OpAsmParser::Argument> arguments;
  Type index = parser.getBuilder().getIndexType();
  if (parseBindings(parser, "in", inputs, types, arguments))
    return failure();
  if (succeeded(parser.parseOptionalKeyword("sizes")) &&
      parser.parseOperandList(sizes, OpAsmParser::Delimiter::Paren))
    return failure();
  llvm::SMLoc location = parser.getNameLoc();
  if (parseEnd(parser, result, arguments) ||
      parser.resolveOperands(inputs, types, location, result.operands) ||
      parser.resolveOperands(sizes, index, result.operands))
    return failure();
  setSegments(parser, result,
              {static_cast<int32_t>(inputs.size()), static_cast<int32_t>(sizes.size())});
  return success();
}

void MapOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printBindings(printer, "in", getBody().getArguments(), getInputs());
  if (!getSizes().empty())
    printer << " sizes(" << getSizes() << ')';
  printEnd(printer, *this, {});
}

/// `(%a in %x : T, ..) from (%p = %i : T, ..)`.
static ParseResult parseFold(OpAsmParser &parser, OperationState &result,
                             SmallVectorImpl<OpAsmParser::Argument> &arguments) {
  Operands inputs, inits;
  SmallVector<Type> types, initTypes;
  llvm::SMLoc location = parser.getNameLoc();
  if (parseBindings(parser, "in", inputs, types, arguments) || parser.parseKeyword("from") ||
      parseBindings(parser, "=", inits, initTypes, arguments) || parser.parseKeyword("along") ||
      parser.resolveOperands(inputs, types, location, result.operands) ||
      parser.resolveOperands(inits, initTypes, location, result.operands))
    return failure();
  setSegments(parser, result,
              {static_cast<int32_t>(inputs.size()), static_cast<int32_t>(inits.size())});
  return success();
}

static void printFold(OpAsmPrinter &printer, Block::BlockArgListType arguments, ValueRange inputs,
                      ValueRange inits) {
  ValueRange all(arguments);
  printer << ' ';
  // The verifier may not have run.
  size_t split = std::min(inputs.size(), all.size());
  printBindings(printer, "in", all.take_front(split), inputs);
  printer << " from ";
  printBindings(printer, "=", all.drop_front(split), inits);
  printer << " along ";
}

ParseResult ReduceOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> arguments;
  SmallVector<int64_t> dimensions;
  auto parseDimension = [&] { return parser.parseInteger(dimensions.emplace_back()); };
  if (parseFold(parser, result, arguments) ||
      parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Square, parseDimension))
    return failure();
  result.addAttribute(getDimensionsAttrName(result.name),
                      parser.getBuilder().getDenseI64ArrayAttr(dimensions));
  return parseEnd(parser, result, arguments);
}

void ReduceOp::print(OpAsmPrinter &printer) {
  printFold(printer, getBody().getArguments(), getInputs(), getInits());
  printer << '[';
  llvm::interleaveComma(getDimensions(), printer);
  printer << ']';
  printEnd(printer, *this, {getDimensionsAttrName()});
}

ParseResult ScanOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> arguments;
  int64_t dimension;
  if (parseFold(parser, result, arguments) || parser.parseInteger(dimension))
    return failure();
  Builder &builder = parser.getBuilder();
  result.addAttribute(getDimensionAttrName(result.name), builder.getI64IntegerAttr(dimension));
  for (StringAttr flag : {getExclusiveAttrName(result.name), getReverseAttrName(result.name)})
    if (succeeded(parser.parseOptionalKeyword(flag)))
      result.addAttribute(flag, builder.getUnitAttr());
  return parseEnd(parser, result, arguments);
}

void ScanOp::print(OpAsmPrinter &printer) {
  printFold(printer, getBody().getArguments(), getInputs(), getInits());
  printer << static_cast<int64_t>(getDimension());
  if (getExclusive())
    printer << " exclusive";
  if (getReverse())
    printer << " reverse";
  printEnd(printer, *this, {getDimensionAttrName(), getExclusiveAttrName(), getReverseAttrName()});
}

//===----------------------------------------------------------------------===//
// Effects
//===----------------------------------------------------------------------===//

void MapOp::getEffects(SmallVectorImpl<MemoryEffects::EffectInstance> &effects) {
  for (Operation &op : getBody().getOps()) {
    std::optional<SmallVector<MemoryEffects::EffectInstance>> inside = getEffectsRecursively(&op);
    if (!inside) {
      // What is not known may be anything.
      effects.append({MemoryEffects::EffectInstance(MemoryEffects::Read::get()),
                      MemoryEffects::EffectInstance(MemoryEffects::Write::get()),
                      MemoryEffects::EffectInstance(MemoryEffects::Allocate::get()),
                      MemoryEffects::EffectInstance(MemoryEffects::Free::get())});
      continue;
    }
    for (const MemoryEffects::EffectInstance &effect : *inside)
      if (!isa<Position>(effect.getResource()))
        effects.push_back(effect);
  }
}

void IndexOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getPosition(), "i"); }

//===----------------------------------------------------------------------===//
// Verifiers
//===----------------------------------------------------------------------===//

/// The shape that all these arrays have, as far as their types tell.
static FailureOr<SmallVector<int64_t>> commonShape(Operation *op, ValueRange inputs) {
  SmallVector<int64_t> common(shapeOf(inputs[0].getType()));
  for (Value input : inputs) {
    ArrayRef<int64_t> shape = shapeOf(input.getType());
    if (!compatible(common, shape))
      return op->emitOpError() << "walks over arrays of shapes " << text(common) << " and " << text(shape)
                               << "; broadcast or slice one to the other's shape";
    for (auto [known, size] : llvm::zip(common, shape))
      if (ShapedType::isDynamic(known))
        known = size;
  }
  return common;
}

/// The results have the types of `elements` and this shape.
static LogicalResult verifyResults(Operation *op, TypeRange elements, ArrayRef<int64_t> shape) {
  if (op->getNumResults() != elements.size())
    return op->emitOpError() << "has " << op->getNumResults() << " results, but its function gives "
                             << elements.size() << "; write a type for each";
  for (auto [type, element] : llvm::zip(op->getResultTypes(), elements)) {
    if (elementOf(type) != element)
      return op->emitOpError() << "gives " << type << " of elements " << element
                               << "; write that element type";
    if (!compatible(shapeOf(type), shape))
      return op->emitOpError() << "gives shape " << text(shapeOf(type)) << " where its operands make "
                               << text(shape) << "; write that shape";
  }
  return success();
}

/// The function takes these types and yields those.
static LogicalResult verifyFunction(Operation *op, TypeRange takes, TypeRange gives) {
  Block &block = op->getRegion(0).front();
  if (block.getArgumentTypes() != takes)
    return op->emitOpError() << "has a function of (" << block.getArgumentTypes()
                             << ") where its operands have elements (" << takes
                             << "); make them the same";
  Operation *yield = block.getTerminator();
  if (yield->getOperandTypes() != gives)
    return yield->emitOpError() << "gives (" << yield->getOperandTypes() << ") where (" << gives
                                << ") is asked for; make them the same";
  return success();
}

static SmallVector<Type> elements(TypeRange types) { return llvm::map_to_vector(types, elementOf); }

LogicalResult MapOp::verify() {
  if (getNumResults() == 0)
    return emitOpError() << "has no result; let its function yield one";
  for (Type type : getResultTypes())
    if (!isa<RankedTensorType>(type))
      return emitOpError() << "gives an element; the result of a map is an array, of rank 0 if its operands are";
  SmallVector<Type> gives = elements(getResultTypes());
  if (getInputs().empty()) {
    if (failed(verifySizes(*this, getSizes(), getResultTypes()[0])))
      return failure();
    return verifyResults(*this, gives, shapeOf(getResultTypes()[0]));
  }
  if (!getSizes().empty())
    return emitOpError() << "has sizes and operands; the operands tell the sizes";
  FailureOr<SmallVector<int64_t>> shape = commonShape(*this, getInputs());
  return failed(shape) ? failure() : verifyResults(*this, gives, *shape);
}

LogicalResult MapOp::verifyRegions() {
  return verifyFunction(*this, elements(getInputs().getTypes()), elements(getResultTypes()));
}

static LogicalResult verifyFoldFunction(Operation *op, ValueRange inputs, ValueRange inits) {
  SmallVector<Type> takes = elements(inputs.getTypes());
  llvm::append_range(takes, inits.getTypes());
  return verifyFunction(op, takes, inits.getTypes());
}

/// The shape to fold over; there is something to fold, and something to have.
static FailureOr<SmallVector<int64_t>> foldedShape(Operation *op, ValueRange inputs, ValueRange inits) {
  if (inputs.empty() || inits.empty())
    return op->emitOpError() << "needs at least one array and one value to start from";
  return commonShape(op, inputs);
}

LogicalResult ReduceOp::verify() {
  FailureOr<SmallVector<int64_t>> shape = foldedShape(*this, getInputs(), getInits());
  if (failed(shape) || failed(verifyDimensions(*this, getDimensions(), shape->size(), /*increasing=*/true)))
    return failure();
  return verifyResults(*this, getInits().getTypes(), without(*shape, getDimensions()));
}

LogicalResult ReduceOp::verifyRegions() {
  return verifyFoldFunction(*this, getInputs(), getInits());
}

LogicalResult ScanOp::verify() {
  FailureOr<SmallVector<int64_t>> shape = foldedShape(*this, getInputs(), getInits());
  int64_t dimension = getDimension();
  if (failed(shape) || failed(verifyDimensions(*this, dimension, shape->size(), /*increasing=*/true)))
    return failure();
  return verifyResults(*this, getInits().getTypes(), *shape);
}

LogicalResult ScanOp::verifyRegions() {
  return verifyFoldFunction(*this, getInputs(), getInits());
}

LogicalResult IndexOp::verify() {
  // What is between must run where it stands: a function value runs where it is applied.
  Operation *parent = (*this)->getParentOp();
  while (parent && !isa<MapOp>(parent) && parent->hasTrait<OpTrait::HasRecursiveMemoryEffects>())
    parent = parent->getParentOp();
  auto map = dyn_cast_if_present<MapOp>(parent);
  if (!map && parent && parent->getParentOfType<MapOp>())
    return emitOpError() << "stands in a '" << parent->getName()
                         << "', which may run elsewhere; take the position before it";
  if (!map)
    return emitOpError() << "stands outside of a map; only the function of an nd.map has a position";
  if (map.getNumResults() == 0)
    return success();
  int64_t dimension = getDimension();
  return verifyDimensions(*this, dimension, shapeOf(map.getResultTypes()[0]).size(),
                          /*increasing=*/true);
}

} // namespace pullback::nd
