//===- OpSyntax.cpp - Parsers and printers --------------------------------===//

#include "OpSyntax.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;

namespace pullback::functional {

//===----------------------------------------------------------------------===//
// apply and partial
//===----------------------------------------------------------------------===//

static ParseResult parseFnType(OpAsmParser &parser, FnType &function) {
  llvm::SMLoc location = parser.getCurrentLocation();
  Type type;
  if (parser.parseType(type))
    return failure();
  function = dyn_cast<FnType>(type);
  if (!function)
    return parser.emitError(location) << "expected a function value's type such as "
                                         "!functional.fn<(f64) -> f64>, found "
                                      << type;
  return success();
}

ParseResult parseApplyType(OpAsmParser &parser, Type &callee, const UnresolvedOperands &arguments,
                           SmallVectorImpl<Type> &types) {
  FnType function;
  if (parseFnType(parser, function))
    return failure();
  callee = function;
  size_t expected = function.getInputs().size();
  if (arguments.size() != expected)
    return parser.emitError(parser.getNameLoc())
           << "'functional.apply' op expected " << expected << " argument"
           << (expected == 1 ? "" : "s") << " for " << function << ", found " << arguments.size();
  llvm::append_range(types, function.getInputs());
  return success();
}

ParseResult parsePartialType(OpAsmParser &parser, Type &callee,
                             const UnresolvedOperands &arguments, SmallVectorImpl<Type> &types) {
  FnType function;
  if (parseFnType(parser, function))
    return failure();
  callee = function;
  size_t most = function.getInputs().size();
  if (arguments.size() > most)
    return parser.emitError(parser.getNameLoc())
           << "'functional.partial' op expected at most " << most << " argument"
           << (most == 1 ? "" : "s") << " for " << function << ", found " << arguments.size();
  llvm::append_range(types, function.getInputs().take_front(arguments.size()));
  return success();
}

void printApplyType(OpAsmPrinter &printer, Operation *, Type callee, OperandRange, TypeRange) {
  printer << callee;
}

void printPartialType(OpAsmPrinter &printer, Operation *, Type callee, OperandRange, TypeRange) {
  printer << callee;
}

/// A string; `parseAttribute` would take a type after it for the attribute's own.
static ParseResult parseName(OpAsmParser &parser, StringAttr &name) {
  std::string text;
  if (parser.parseString(&text))
    return failure();
  name = parser.getBuilder().getStringAttr(text);
  return success();
}

ParseResult parseBound(OpAsmParser &parser,
                       SmallVectorImpl<OpAsmParser::UnresolvedOperand> &arguments,
                       ArrayAttr &names) {
  SmallVector<Attribute> found;
  bool hasName = false;
  auto parseAs = [&]() -> ParseResult {
    StringAttr name = parser.getBuilder().getStringAttr("");
    if (succeeded(parser.parseOptionalKeyword("as"))) {
      hasName = true;
      if (parseName(parser, name))
        return failure();
    }
    found.push_back(name);
    return success();
  };
  // The list may be empty.
  OpAsmParser::UnresolvedOperand argument;
  OptionalParseResult first = parser.parseOptionalOperand(argument);
  if (!first.has_value())
    return success();
  if (failed(*first))
    return failure();
  arguments.push_back(argument);
  if (parseAs())
    return failure();
  while (succeeded(parser.parseOptionalComma()))
    if (parser.parseOperand(arguments.emplace_back()) || parseAs())
      return failure();
  if (hasName)
    names = parser.getBuilder().getArrayAttr(found);
  return success();
}

void printBound(OpAsmPrinter &printer, Operation *, OperandRange arguments, ArrayAttr names) {
  for (auto [index, argument] : llvm::enumerate(arguments)) {
    printer << (index ? ", " : "") << argument;
    auto name = names && index < names.size() ? cast<StringAttr>(names[index]) : StringAttr();
    if (name && !name.empty())
      printer << " as " << name;
  }
}

ParseResult parseCaptures(OpAsmParser &parser, ArrayAttr &names, ArrayAttr &types) {
  SmallVector<Attribute> foundNames, foundTypes;
  auto parseOne = [&]() -> ParseResult {
    StringAttr name;
    Type type;
    if (parseName(parser, name) || parser.parseColonType(type))
      return failure();
    foundNames.push_back(name);
    foundTypes.push_back(TypeAttr::get(type));
    return success();
  };
  if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, parseOne))
    return failure();
  names = parser.getBuilder().getArrayAttr(foundNames);
  types = parser.getBuilder().getArrayAttr(foundTypes);
  return success();
}

void printCaptures(OpAsmPrinter &printer, Operation *, ArrayAttr names, ArrayAttr types) {
  if (!names || !types)
    return;
  printer << "(";
  llvm::interleaveComma(llvm::zip(names, types), printer, [&](auto pair) {
    printer << std::get<0>(pair) << ": " << cast<TypeAttr>(std::get<1>(pair)).getValue();
  });
  printer << ')';
}

//===----------------------------------------------------------------------===//
// tuple
//===----------------------------------------------------------------------===//

static bool isNameCharacter(char c) {
  return llvm::isAlnum(c) || StringRef("$._-").contains(c);
}

/// Whether the text is the left-hand side of an op: names, each perhaps with a count, then `=`.
/// The text ends with a null character, as all of MLIR's source buffers do.
static bool startsAssignment(const char *text) {
  auto skip = [&](auto isSkipped) {
    while (isSkipped(*text))
      ++text;
  };
  while (*text == '%') {
    ++text;
    skip(isNameCharacter);
    skip(llvm::isSpace);
    if (*text == ':') {
      ++text;
      skip(llvm::isSpace);
      skip(llvm::isDigit);
      skip(llvm::isSpace);
    }
    if (*text != ',')
      break;
    ++text;
    skip(llvm::isSpace);
  }
  return *text == '=';
}

ParseResult TupleOp::parse(OpAsmParser &parser, OperationState &result) {
  llvm::SMLoc location = parser.getCurrentLocation();
  SmallVector<OpAsmParser::UnresolvedOperand> elements;
  SmallVector<Type> types;
  // `%t = functional.tuple` alone is the unit: a name on the next line is not its operand.
  if (!startsAssignment(location.getPointer()) && parser.parseOperandList(elements))
    return failure();
  if (parser.parseOptionalAttrDict(result.attributes))
    return failure();
  if (!elements.empty() && parser.parseColonTypeList(types))
    return failure();
  result.addTypes(TupleType::get(parser.getContext(), types));
  return parser.resolveOperands(elements, types, location, result.operands);
}

void TupleOp::print(OpAsmPrinter &printer) {
  if (!getElements().empty())
    printer << ' ' << getElements();
  printer.printOptionalAttrDict((*this)->getAttrs());
  if (!getElements().empty())
    printer << " : " << getElements().getTypes();
}

//===----------------------------------------------------------------------===//
// lambda and letrec
//===----------------------------------------------------------------------===//

static void printParameters(OpAsmPrinter &printer, ArrayRef<BlockArgument> parameters) {
  printer << " (";
  llvm::interleaveComma(parameters, printer,
                        [&](BlockArgument argument) { printer.printRegionArgument(argument); });
  printer << ")";
}

static SmallVector<Type> typesOf(ArrayRef<OpAsmParser::Argument> arguments) {
  return llvm::map_to_vector(arguments, [](const auto &argument) { return argument.type; });
}

/// `attributes {...}`, then the body.
static ParseResult parseAttributesAndBody(OpAsmParser &parser, OperationState &result,
                                          ArrayRef<OpAsmParser::Argument> parameters) {
  return failure(parser.parseOptionalAttrDictWithKeyword(result.attributes) ||
                 parser.parseRegion(*result.addRegion(), parameters));
}

static void printAttributesAndBody(OpAsmPrinter &printer, Operation *op, Region &body,
                                   ArrayRef<StringRef> elided = {}) {
  printer.printOptionalAttrDictWithKeyword(op->getAttrs(), elided);
  printer << ' ';
  printer.printRegion(body, /*printEntryBlockArgs=*/false);
}

ParseResult LambdaOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> parameters;
  SmallVector<Type> results;
  if (parser.parseArgumentList(parameters, OpAsmParser::Delimiter::Paren, /*allowType=*/true))
    return failure();
  SmallVector<Type> inputs = typesOf(parameters);
  // `captures(%inside = %outside as "name" : type, ...)`.
  if (succeeded(parser.parseOptionalKeyword("captures"))) {
    SmallVector<Attribute> names;
    auto parseOne = [&]() -> ParseResult {
      OpAsmParser::UnresolvedOperand outside;
      OpAsmParser::Argument inside;
      StringAttr name;
      if (parser.parseArgument(inside) || parser.parseEqual() || parser.parseOperand(outside) ||
          parser.parseKeyword("as") || parseName(parser, name) ||
          parser.parseColonType(inside.type) ||
          parser.resolveOperand(outside, inside.type, result.operands))
        return failure();
      parameters.push_back(inside);
      names.push_back(name);
      return success();
    };
    if (parser.parseCommaSeparatedList(OpAsmParser::Delimiter::Paren, parseOne))
      return failure();
    if (!names.empty())
      result.addAttribute(getNamesAttrName(result.name), parser.getBuilder().getArrayAttr(names));
  }
  if (parser.parseOptionalArrowTypeList(results))
    return failure();
  result.addTypes(FnType::get(parser.getContext(), inputs, results));
  return parseAttributesAndBody(parser, result, parameters);
}

void LambdaOp::print(OpAsmPrinter &printer) {
  size_t count = getBody().getNumArguments() - getCaptured().size();
  auto arguments = getBody().getArguments();
  printParameters(printer, arguments.take_front(count));
  if (!getCaptured().empty() && getNames()) {
    printer << " captures(";
    auto captures = llvm::zip(arguments.drop_front(count), getCaptured(), *getNames());
    llvm::interleaveComma(captures, printer, [&](auto capture) {
      auto [inside, outside, name] = capture;
      printer.printRegionArgument(inside, {}, /*omitType=*/true);
      printer << " = " << outside << " as " << name << " : " << inside.getType();
    });
    printer << ')';
  }
  printer.printOptionalArrowTypeList(getType().getResults());
  StringRef names = getNamesAttrName();
  printAttributesAndBody(printer, *this, getBody(), names);
}

ParseResult LetrecOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> functions;
  if (parser.parseArgumentList(functions, OpAsmParser::Delimiter::Paren, /*allowType=*/true))
    return failure();
  result.addTypes(typesOf(functions));
  return parseAttributesAndBody(parser, result, functions);
}

void LetrecOp::print(OpAsmPrinter &printer) {
  printParameters(printer, getBody().getArguments());
  printAttributesAndBody(printer, *this, getBody());
}

//===----------------------------------------------------------------------===//
// Names of results
//===----------------------------------------------------------------------===//

void LambdaOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getFunction(), "lambda"); }

void LetrecOp::getAsmResultNames(OpAsmSetValueNameFn name) {
  if (!getFunctions().empty())
    name(getFunctions().front(), "rec");
}

void RefOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getFunction(), getSymbol()); }

void PartialOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getFunction(), "partial"); }

void GradOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getDerivative(), "grad"); }

void ValueAndGradOp::getAsmResultNames(OpAsmSetValueNameFn name) {
  name(getDerivative(), "value_and_grad");
}

void VjpOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getDerivative(), "vjp"); }

void JvpOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getDerivative(), "jvp"); }

void VmapOp::getAsmResultNames(OpAsmSetValueNameFn name) { name(getBatched(), "vmap"); }

} // namespace pullback::functional
