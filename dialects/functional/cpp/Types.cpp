//===- Types.cpp - The text of the types ----------------------------------===//

#include "Functional.h"

using namespace mlir;

namespace pullback::functional {

//===----------------------------------------------------------------------===//
// Function values
//===----------------------------------------------------------------------===//

Type FnType::parse(AsmParser &parser) {
  Type type;
  if (parser.parseLess())
    return {};
  llvm::SMLoc location = parser.getCurrentLocation();
  if (parser.parseType(type))
    return {};
  auto signature = dyn_cast<FunctionType>(type);
  if (!signature) {
    parser.emitError(location) << "expected a signature such as (f64) -> f64, found " << type;
    return {};
  }
  return parser.parseGreater() ? Type() : FnType::get(signature);
}

void FnType::print(AsmPrinter &printer) const { printer << '<' << getSignature() << '>'; }

//===----------------------------------------------------------------------===//
// Data types
//===----------------------------------------------------------------------===//

/// Ends the name of a tangent type.
static constexpr StringRef tangentSuffix = "$ct";

DataType DataType::getNamed(MLIRContext *context, StringRef name) {
  bool tangent = false;
  // The tangent type of a tangent type is itself.
  while (name.consume_back(tangentSuffix))
    tangent = true;
  return get(FlatSymbolRefAttr::get(context, name), tangent);
}

std::string DataType::getName() const {
  return (getSymbol().getValue() + (getTangent() ? tangentSuffix : "")).str();
}

Type DataType::parse(AsmParser &parser) {
  StringAttr name;
  if (parser.parseLess() || parser.parseSymbolName(name) || parser.parseGreater())
    return {};
  return getNamed(parser.getContext(), name.getValue());
}

void DataType::print(AsmPrinter &printer) const {
  printer << '<';
  printer.printSymbolName(getName());
  printer << '>';
}

//===----------------------------------------------------------------------===//
// Stacks
//===----------------------------------------------------------------------===//

Type StackType::parse(AsmParser &parser) {
  SmallVector<Type> elements;
  auto parseElement = [&] { return parser.parseType(elements.emplace_back()); };
  if (parser.parseCommaSeparatedList(AsmParser::Delimiter::LessGreater, parseElement))
    return {};
  return get(parser.getContext(), elements);
}

void StackType::print(AsmPrinter &printer) const {
  printer << '<';
  llvm::interleaveComma(getElements(), printer);
  printer << '>';
}

} // namespace pullback::functional
