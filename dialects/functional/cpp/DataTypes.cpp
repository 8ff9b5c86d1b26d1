//===- DataTypes.cpp - Constructors, and verifiers of data types ----------===//

#include "Data.h"

#include "llvm/ADT/DenseSet.h"

using namespace mlir;

namespace pullback::functional {

static StringRef plural(size_t count) { return count == 1 ? "" : "s"; }

//===----------------------------------------------------------------------===//
// Constructors
//===----------------------------------------------------------------------===//

/// The constructor that stands for the zero of every shape: `zero`, with as many `$` as make it new.
static StringAttr zeroName(DataOp data) {
  std::string name = "zero";
  auto isTaken = [&](Attribute taken) { return cast<StringAttr>(taken).getValue() == name; };
  while (llvm::any_of(data.getConstructors(), isTaken))
    name += '$';
  return StringAttr::get(data.getContext(), name);
}

SmallVector<Constructor> constructorsOf(DataOp data, bool tangent) {
  SmallVector<Constructor> constructors;
  if (tangent)
    constructors.push_back({zeroName(data), {}});
  for (auto [name, fields] : llvm::zip_equal(data.getConstructors(), data.getFields())) {
    Type types = cast<TypeAttr>(fields).getValue();
    Constructor &constructor = constructors.emplace_back();
    constructor.name = cast<StringAttr>(name);
    constructor.fields =
        tangent ? tangentLeaves(types) : llvm::to_vector(cast<TupleType>(types).getTypes());
  }
  return constructors;
}

//===----------------------------------------------------------------------===//
// data
//===----------------------------------------------------------------------===//

LogicalResult DataOp::verify() {
  if (getSymName().ends_with("$ct"))
    return emitOpError() << "declares @" << getSymName() << ": names that end with '$ct' are those "
                         << "of tangent types, which nothing declares";
  if (getConstructors().empty())
    return emitOpError() << "declares no constructor; a data type has at least one";
  if (getConstructors().size() != getFields().size())
    return emitOpError() << "has " << getConstructors().size() << " constructor"
                         << plural(getConstructors().size()) << ", but the fields of "
                         << getFields().size();
  llvm::SmallDenseSet<Attribute> seen;
  for (auto [name, fields] : llvm::zip_equal(getConstructors(), getFields())) {
    if (!isa<TupleType>(cast<TypeAttr>(fields).getValue()))
      return emitOpError() << "has the fields of " << name << " in " << fields
                           << "; they are the elements of a tuple type";
    if (!seen.insert(name).second)
      return emitOpError() << "declares the constructor " << name << " twice";
  }
  return success();
}

/// The declaration of a symbol, or an error at `op`.
static DataOp lookUp(Operation *op, SymbolTableCollection &symbols, FlatSymbolRefAttr name) {
  Operation *symbol = symbols.lookupNearestSymbolFrom(op, name);
  if (!symbol) {
    op->emitOpError() << "refers to " << name << ", which no 'functional.data' declares; declare it in this module";
    return {};
  }
  auto data = dyn_cast<DataOp>(symbol);
  if (!data)
    op->emitOpError() << "refers to " << name << ", which is a '" << symbol->getName()
                      << "', not a 'functional.data'";
  return data;
}

LogicalResult DataOp::verifySymbolUses(SymbolTableCollection &symbols) {
  LogicalResult result = success();
  getFieldsAttr().walk([&](DataType field) {
    if (!lookUp(*this, symbols, field.getSymbol()))
      result = failure();
    return failed(result) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return result;
}

//===----------------------------------------------------------------------===//
// construct and match
//===----------------------------------------------------------------------===//

/// The constructors of `type`, whose declaration the op names by `symbol`.
static FailureOr<SmallVector<Constructor>> constructorsFor(Operation *op,
                                                           SymbolTableCollection &symbols,
                                                           FlatSymbolRefAttr symbol,
                                                           DataType type) {
  if (symbol != type.getSymbol())
    return op->emitOpError() << "names " << symbol << ", but the value has type " << type;
  DataOp data = lookUp(op, symbols, symbol);
  // Symbols are verified before the declarations that they name.
  if (!data || failed(data.verify()))
    return failure();
  return constructorsOf(data, type.getTangent());
}

static void listNames(InFlightDiagnostic &error, ArrayRef<Constructor> constructors) {
  llvm::interleaveComma(constructors, error,
                        [&](const Constructor &constructor) { error << constructor.name; });
}

LogicalResult ConstructOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto constructors = constructorsFor(*this, symbols, getDataAttr(), getType());
  if (failed(constructors))
    return failure();
  auto *found = llvm::find_if(*constructors, [&](const Constructor &constructor) {
    return constructor.name == getConstructorAttr();
  });
  if (found == constructors->end()) {
    InFlightDiagnostic error = emitOpError() << "uses the constructor " << getConstructorAttr()
                                             << ", but @" << getType().getName() << " has ";
    listNames(error, *constructors);
    return error;
  }
  size_t expected = found->fields.size();
  if (getFields().size() != expected)
    return emitOpError() << "gives " << getFields().size() << " field"
                         << plural(getFields().size()) << ", but " << found->name << " of @"
                         << getType().getName() << " has " << expected;
  for (auto [index, field, type] : llvm::enumerate(getFields(), found->fields))
    if (field.getType() != type)
      return emitOpError() << "field " << index << " has type " << field.getType() << ", but "
                           << found->name << " of @" << getType().getName() << " has " << type;
  return success();
}

/// Checks that the cases are the constructors, in their order.
static LogicalResult verifyCases(MatchOp match, ArrayRef<Constructor> constructors) {
  llvm::SmallDenseSet<Attribute> cases;
  auto isConstructor = [&](Attribute name) {
    return llvm::any_of(constructors,
                        [&](const Constructor &constructor) { return constructor.name == name; });
  };
  for (Attribute name : match.getCases()) {
    if (!cases.insert(name).second)
      return match.emitOpError() << "has two cases for " << name;
    if (isConstructor(name))
      continue;
    InFlightDiagnostic error = match.emitOpError() << "has a case for " << name << ", but @"
                                                   << match.getValue().getType().getName()
                                                   << " has the constructors ";
    listNames(error, constructors);
    return error;
  }
  for (const Constructor &constructor : constructors)
    if (!cases.contains(constructor.name))
      return match.emitOpError() << "has no case for " << constructor.name << " of @"
                                 << match.getValue().getType().getName();
  for (auto [constructor, name] : llvm::zip_equal(constructors, match.getCases()))
    if (constructor.name != name)
      return match.emitOpError() << "has the case for " << name << " where that for "
                                 << constructor.name
                                 << " is expected: cases stand in the order of the declaration";
  return success();
}

LogicalResult MatchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto constructors = constructorsFor(*this, symbols, getDataAttr(), getValue().getType());
  if (failed(constructors) || failed(verifyCases(*this, *constructors)))
    return failure();
  if (getBodies().size() != getCases().size())
    return emitOpError() << "has " << getCases().size() << " case" << plural(getCases().size())
                         << ", but " << getBodies().size() << " region"
                         << plural(getBodies().size());
  for (auto [constructor, body] : llvm::zip_equal(*constructors, getBodies())) {
    size_t expected = constructor.fields.size();
    if (body.getNumArguments() != expected)
      return emitOpError() << "binds " << body.getNumArguments() << " value"
                           << plural(body.getNumArguments()) << " in the case for "
                           << constructor.name << ", which has " << expected << " field"
                           << plural(expected);
    for (auto [index, argument, type] : llvm::enumerate(body.getArguments(), constructor.fields))
      if (argument.getType() != type)
        return emitOpError() << "binds field " << index << " of " << constructor.name << " as "
                             << argument.getType() << ", but it has type " << type;
  }
  return success();
}

LogicalResult MatchOp::verifyRegions() {
  for (Region &body : getBodies())
    if (Operation &last = body.front().back(); !isa<YieldOp>(last))
      return last.emitOpError() << "ends a case of a '" << getOperationName() << "', which only '"
                                << YieldOp::getOperationName() << "' can";
  return success();
}

LogicalResult YieldOp::verify() {
  TypeRange expected = (*this)->getParentOp()->getResultTypes();
  if (getNumOperands() != expected.size())
    return emitOpError() << "yields " << getNumOperands() << " value" << plural(getNumOperands())
                         << ", but the enclosing '" << MatchOp::getOperationName() << "' has "
                         << expected.size() << " result" << plural(expected.size());
  for (auto [index, found, type] : llvm::enumerate(getOperandTypes(), expected))
    if (found != type)
      return emitOpError() << "operand " << index << " has type " << found
                           << ", but the enclosing '" << MatchOp::getOperationName()
                           << "' expects " << type;
  return success();
}

//===----------------------------------------------------------------------===//
// Control flow
//===----------------------------------------------------------------------===//

void MatchOp::getSuccessorRegions(RegionBranchPoint point,
                                  SmallVectorImpl<RegionSuccessor> &successors) {
  if (!point.isParent()) {
    successors.emplace_back(getOperation(), getResults());
    return;
  }
  // The fields are no operands of the op: nothing is forwarded to the regions' arguments.
  for (Region &body : getBodies())
    successors.emplace_back(&body);
}

void MatchOp::getRegionInvocationBounds(ArrayRef<Attribute>,
                                        SmallVectorImpl<InvocationBounds> &bounds) {
  bounds.append(getNumRegions(), InvocationBounds(/*lb=*/0, /*ub=*/1));
}

} // namespace pullback::functional
