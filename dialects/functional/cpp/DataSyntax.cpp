//===- DataSyntax.cpp - Parsers and printers of data types ----------------===//

#include "Functional.h"

using namespace mlir;

namespace pullback::functional {

static ParseResult parseName(OpAsmParser &parser, StringAttr &name) {
  std::string text;
  if (parser.parseKeywordOrString(&text))
    return failure();
  name = parser.getBuilder().getStringAttr(text);
  return success();
}

/// The symbol of a data type, then after a colon the type itself, must agree: both are read.
static ParseResult checkNamed(OpAsmParser &parser, llvm::SMLoc location, StringAttr name,
                              DataType type) {
  if (type == DataType::getNamed(parser.getContext(), name.getValue()))
    return success();
  return parser.emitError(location) << "expected a value of @" << name.getValue() << ", found "
                                    << type;
}

static ParseResult parseDataType(OpAsmParser &parser, DataType &data) {
  llvm::SMLoc location = parser.getCurrentLocation();
  Type type;
  if (parser.parseType(type))
    return failure();
  data = dyn_cast<DataType>(type);
  if (!data)
    return parser.emitError(location)
           << "expected a data type such as !functional.data<@list>, found " << type;
  return success();
}

//===----------------------------------------------------------------------===//
// data
//===----------------------------------------------------------------------===//

ParseResult DataOp::parse(OpAsmParser &parser, OperationState &result) {
  Builder &builder = parser.getBuilder();
  StringRef visibility;
  if (succeeded(parser.parseOptionalKeyword(&visibility, {"public", "private", "nested"})))
    result.addAttribute(getSymVisibilityAttrName(result.name),
                        builder.getStringAttr(visibility));
  StringAttr symbol;
  if (parser.parseSymbolName(symbol, getSymNameAttrName(result.name), result.attributes) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) || parser.parseLBrace())
    return failure();
  SmallVector<Attribute> names, fields;
  while (failed(parser.parseOptionalRBrace())) {
    StringAttr name;
    SmallVector<Type> types;
    if (parseName(parser, name))
      return failure();
    auto parseField = [&] { return parser.parseType(types.emplace_back()); };
    if (parser.parseCommaSeparatedList(AsmParser::Delimiter::OptionalParen, parseField))
      return failure();
    names.push_back(name);
    fields.push_back(TypeAttr::get(builder.getTupleType(types)));
  }
  result.addAttribute(getConstructorsAttrName(result.name), builder.getArrayAttr(names));
  result.addAttribute(getFieldsAttrName(result.name), builder.getArrayAttr(fields));
  return success();
}

void DataOp::print(OpAsmPrinter &printer) {
  if (auto visibility = getSymVisibility())
    printer << ' ' << *visibility;
  printer << ' ';
  printer.printSymbolName(getSymName());
  printer.printOptionalAttrDictWithKeyword(
      (*this)->getAttrs(),
      {getSymNameAttrName(), getSymVisibilityAttrName(), getConstructorsAttrName(),
       getFieldsAttrName()});
  printer << " {";
  printer.increaseIndent();
  for (auto [name, fields] : llvm::zip_equal(getConstructors(), getFields())) {
    printer.printNewline();
    printer.printKeywordOrString(cast<StringAttr>(name).getValue());
    auto types = cast<TupleType>(cast<TypeAttr>(fields).getValue()).getTypes();
    if (!types.empty())
      printer << '(' << types << ')';
  }
  printer.decreaseIndent();
  printer.printNewline();
  printer << '}';
}

//===----------------------------------------------------------------------===//
// construct
//===----------------------------------------------------------------------===//

ParseResult ConstructOp::parse(OpAsmParser &parser, OperationState &result) {
  StringAttr symbol, constructor;
  SmallVector<OpAsmParser::UnresolvedOperand> fields;
  llvm::SMLoc named = parser.getCurrentLocation();
  if (parser.parseSymbolName(symbol) || parseName(parser, constructor))
    return failure();
  llvm::SMLoc location = parser.getCurrentLocation();
  if (parser.parseOperandList(fields, OpAsmParser::Delimiter::Paren) ||
      parser.parseOptionalAttrDict(result.attributes) || parser.parseColon())
    return failure();
  SmallVector<Type> types;
  DataType type;
  if (!fields.empty() && (parser.parseLParen() || parser.parseTypeList(types) ||
                          parser.parseRParen() || parser.parseArrow()))
    return failure();
  if (parseDataType(parser, type))
    return failure();
  if (checkNamed(parser, named, symbol, type))
    return failure();
  result.addAttribute(getDataAttrName(result.name), type.getSymbol());
  result.addAttribute(getConstructorAttrName(result.name), constructor);
  result.addTypes(type);
  return parser.resolveOperands(fields, types, location, result.operands);
}

void ConstructOp::print(OpAsmPrinter &printer) {
  printer << ' ';
  printer.printSymbolName(getType().getName());
  printer << ' ';
  printer.printKeywordOrString(getConstructor());
  printer << '(' << getFields() << ')';
  printer.printOptionalAttrDict((*this)->getAttrs(),
                                {getDataAttrName(), getConstructorAttrName()});
  printer << " : ";
  if (!getFields().empty())
    printer << '(' << getFields().getTypes() << ") -> ";
  printer << getType();
}

void ConstructOp::getAsmResultNames(OpAsmSetValueNameFn name) {
  name(getResult(), getConstructor());
}

//===----------------------------------------------------------------------===//
// match
//===----------------------------------------------------------------------===//

static ParseResult parseCase(OpAsmParser &parser, OperationState &result,
                             SmallVectorImpl<Attribute> &names) {
  StringAttr name;
  SmallVector<OpAsmParser::Argument> fields;
  if (parseName(parser, name) ||
      parser.parseArgumentList(fields, OpAsmParser::Delimiter::OptionalParen,
                               /*allowType=*/true) ||
      parser.parseRegion(*result.addRegion(), fields))
    return failure();
  names.push_back(name);
  return success();
}

ParseResult MatchOp::parse(OpAsmParser &parser, OperationState &result) {
  OpAsmParser::UnresolvedOperand value;
  DataType type;
  if (parser.parseOperand(value) || parser.parseColon() || parseDataType(parser, type) ||
      parser.resolveOperand(value, type, result.operands) ||
      parser.parseOptionalArrowTypeList(result.types) ||
      parser.parseOptionalAttrDictWithKeyword(result.attributes) || parser.parseLBrace())
    return failure();
  SmallVector<Attribute> names;
  while (succeeded(parser.parseOptionalKeyword("case")))
    if (parseCase(parser, result, names))
      return failure();
  result.addAttribute(getDataAttrName(result.name), type.getSymbol());
  result.addAttribute(getCasesAttrName(result.name), parser.getBuilder().getArrayAttr(names));
  return parser.parseRBrace();
}

void MatchOp::print(OpAsmPrinter &printer) {
  printer << ' ' << getValue() << " : " << getValue().getType();
  printer.printOptionalArrowTypeList(getResultTypes());
  printer.printOptionalAttrDictWithKeyword((*this)->getAttrs(),
                                           {getDataAttrName(), getCasesAttrName()});
  printer << " {";
  for (auto [name, body] : llvm::zip_equal(getCases(), getBodies())) {
    printer.printNewline();
    printer << "case ";
    printer.printKeywordOrString(cast<StringAttr>(name).getValue());
    if (body.getNumArguments() != 0) {
      printer << '(';
      llvm::interleaveComma(body.getArguments(), printer, [&](BlockArgument argument) {
        printer.printRegionArgument(argument);
      });
      printer << ')';
    }
    printer << ' ';
    printer.printRegion(body, /*printEntryBlockArgs=*/false);
  }
  printer.printNewline();
  printer << '}';
}

} // namespace pullback::functional
