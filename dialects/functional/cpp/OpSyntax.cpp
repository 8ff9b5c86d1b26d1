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

static void printParameters(OpAsmPrinter &printer, Region &body) {
  printer << " (";
  llvm::interleaveComma(body.getArguments(), printer,
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

static void printAttributesAndBody(OpAsmPrinter &printer, Operation *op, Region &body) {
  printer.printOptionalAttrDictWithKeyword(op->getAttrs());
  printer << ' ';
  printer.printRegion(body, /*printEntryBlockArgs=*/false);
}

ParseResult LambdaOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> parameters;
  SmallVector<Type> results;
  if (parser.parseArgumentList(parameters, OpAsmParser::Delimiter::Paren, /*allowType=*/true) ||
      parser.parseOptionalArrowTypeList(results))
    return failure();
  result.addTypes(FnType::get(parser.getContext(), typesOf(parameters), results));
  return parseAttributesAndBody(parser, result, parameters);
}

void LambdaOp::print(OpAsmPrinter &printer) {
  printParameters(printer, getBody());
  printer.printOptionalArrowTypeList(getType().getResults());
  printAttributesAndBody(printer, *this, getBody());
}

ParseResult LetrecOp::parse(OpAsmParser &parser, OperationState &result) {
  SmallVector<OpAsmParser::Argument> functions;
  if (parser.parseArgumentList(functions, OpAsmParser::Delimiter::Paren, /*allowType=*/true))
    return failure();
  result.addTypes(typesOf(functions));
  return parseAttributesAndBody(parser, result, functions);
}

void LetrecOp::print(OpAsmPrinter &printer) {
  printParameters(printer, getBody());
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

} // namespace pullback::functional
