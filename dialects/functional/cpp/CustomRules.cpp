//===- CustomRules.cpp - Verifier of the attributes of custom rules -------===//

#include "Functional.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace pullback::functional;

static std::optional<Derivative> derivativeOf(StringRef attribute) {
  return llvm::StringSwitch<std::optional<Derivative>>(attribute)
      .Case("functional.custom_vjp", Derivative::Vjp)
      .Case("functional.custom_jvp", Derivative::Jvp)
      .Default(std::nullopt);
}

/// Whether a value of the type may hold a function value, in a field of a data type too.
static bool mayHoldFunction(Type type, Operation *from) {
  llvm::SmallDenseSet<Attribute> seen;
  SmallVector<Attribute> pending{TypeAttr::get(type)};
  while (!pending.empty()) {
    WalkResult found = pending.pop_back_val().walk([&](Type part) {
      if (isa<FnType>(part))
        return WalkResult::interrupt();
      auto data = dyn_cast<DataType>(part);
      // The tangents of a function value are none.
      if (!data || data.getTangent() || !seen.insert(data.getSymbol()).second)
        return WalkResult::advance();
      if (auto declaration = SymbolTable::lookupNearestSymbolFrom<DataOp>(from, data.getSymbol()))
        pending.push_back(declaration.getFields());
      return WalkResult::advance();
    });
    if (found.wasInterrupted())
      return true;
  }
  return false;
}

LogicalResult FunctionalDialect::verifyOperationAttribute(Operation *op, NamedAttribute attribute) {
  std::optional<Derivative> derivative = derivativeOf(attribute.getName());
  if (!derivative)
    return success();
  auto emitError = [&] { return op->emitOpError() << "'" << attribute.getName().strref() << "' "; };
  auto function = dyn_cast<func::FuncOp>(op);
  if (!function)
    return emitError() << "is an attribute of 'func.func'";
  auto symbol = dyn_cast<FlatSymbolRefAttr>(attribute.getValue());
  if (!symbol)
    return emitError() << "is " << attribute.getValue()
                       << "; it names a function of the module, as @rule does";
  FunctionType type = function.getFunctionType();
  if (mayHoldFunction(type, function->getParentOp()))
    return emitError() << "cannot be given to a function that takes or gives function values, for "
                          "what these capture is hidden from a rule; pass the captures as arguments";
  auto rule = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(function->getParentOp(), symbol);
  if (!rule)
    return emitError() << "refers to " << symbol << ", which no 'func.func' defines";
  FailureOr<FnType> expected =
      derivativeType(*derivative, FnType::get(type), std::nullopt, {}, emitError);
  if (failed(expected))
    return failure();
  if (rule.getFunctionType() == expected->getSignature())
    return success();
  InFlightDiagnostic error = emitError() << "refers to " << symbol << " of type "
                                         << rule.getFunctionType() << ", but the rule has type "
                                         << expected->getSignature();
  error.attachNote(rule.getLoc()) << "the rule is defined here";
  return error;
}
