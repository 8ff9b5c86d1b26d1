//===- OpTypes.cpp - Verifiers and inferred types -------------------------===//

#include "Functional.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace pullback::functional {

/// An error that reads as the verifier's do, where there is no op yet.
template <typename Op>
static InFlightDiagnostic emitInferError(std::optional<Location> location) {
  if (!location)
    return {};
  return emitError(*location) << "'" << Op::getOperationName() << "' op ";
}

static StringRef plural(size_t count) { return count == 1 ? "" : "s"; }

//===----------------------------------------------------------------------===//
// lambda, letrec, return
//===----------------------------------------------------------------------===//

/// Checks the region's parameters against `expected`.
static LogicalResult verifyParameters(Operation *op, Block &body, TypeRange expected) {
  if (body.getNumArguments() != expected.size())
    return op->emitOpError() << "has " << body.getNumArguments() << " block argument"
                             << plural(body.getNumArguments()) << ", but its type asks for "
                             << expected.size();
  for (auto [index, argument, type] : llvm::enumerate(body.getArguments(), expected))
    if (argument.getType() != type)
      return op->emitOpError() << "block argument " << index << " has type " << argument.getType()
                               << ", but the op's type asks for " << type;
  return success();
}

static LogicalResult verifyTerminator(Operation *op, Block &body) {
  if (!isa<ReturnOp>(body.back()))
    return body.back().emitOpError()
           << "ends the body of a '" << op->getName() << "', which only '"
           << ReturnOp::getOperationName() << "' can";
  return success();
}

/// Checks that there is a name for each of `count` values, and no name twice.
static LogicalResult verifyNames(Operation *op, std::optional<ArrayAttr> names, size_t count) {
  if (names && names->size() != count)
    return op->emitOpError() << "has " << names->size() << " name" << plural(names->size())
                             << " for " << count << " value" << plural(count);
  llvm::SmallDenseSet<Attribute> seen;
  for (Attribute name : names.value_or(ArrayAttr::get(op->getContext(), {})))
    if (!cast<StringAttr>(name).empty() && !seen.insert(name).second)
      return op->emitOpError() << "names two values " << name;
  return success();
}

LogicalResult LambdaOp::verify() {
  auto types = llvm::to_vector(getType().getInputs());
  llvm::append_range(types, getCaptured().getTypes());
  if (!getCaptured().empty() && !getNames())
    return emitOpError() << "captures values without names; use them in the body instead";
  if (failed(verifyNames(*this, getNames(), getCaptured().size())))
    return failure();
  return verifyParameters(*this, getBody().front(), types);
}

LogicalResult LambdaOp::verifyRegions() { return verifyTerminator(*this, getBody().front()); }

LogicalResult LetrecOp::verify() {
  return verifyParameters(*this, getBody().front(), getResultTypes());
}

LogicalResult LetrecOp::verifyRegions() { return verifyTerminator(*this, getBody().front()); }

LogicalResult ReturnOp::verify() {
  Operation *parent = (*this)->getParentOp();
  TypeRange expected = parent->getResultTypes();
  if (auto lambda = dyn_cast<LambdaOp>(parent))
    expected = lambda.getType().getResults();
  if (getNumOperands() != expected.size())
    return emitOpError() << "returns " << getNumOperands() << " value" << plural(getNumOperands())
                         << ", but the enclosing '" << parent->getName() << "' has "
                         << expected.size() << " result" << plural(expected.size());
  for (auto [index, found, type] : llvm::enumerate(getOperandTypes(), expected))
    if (found != type)
      return emitOpError() << "operand " << index << " has type " << found
                           << ", but the enclosing '" << parent->getName() << "' expects " << type;
  return success();
}

//===----------------------------------------------------------------------===//
// ref
//===----------------------------------------------------------------------===//

LogicalResult RefOp::verifySymbolUses(SymbolTableCollection &symbols) {
  Operation *symbol = symbols.lookupNearestSymbolFrom(*this, getSymbolAttr());
  if (!symbol)
    return emitOpError() << "refers to " << getSymbolAttr() << ", which no 'func.func' defines";
  auto function = dyn_cast<func::FuncOp>(symbol);
  if (!function)
    return emitOpError() << "refers to " << getSymbolAttr() << ", which is a '"
                         << symbol->getName() << "', not a 'func.func'";
  if (function.getFunctionType() != getType().getSignature())
    return emitOpError() << "refers to " << getSymbolAttr() << " as " << getType().getSignature()
                         << ", but it has type " << function.getFunctionType();
  return success();
}

//===----------------------------------------------------------------------===//
// apply and partial
//===----------------------------------------------------------------------===//

/// Checks the types of the arguments that there are.
static LogicalResult verifyArgumentTypes(Operation *op, FnType callee, ValueRange arguments) {
  ArrayRef<Type> inputs = callee.getInputs().take_front(arguments.size());
  for (auto [index, argument, expected] : llvm::enumerate(arguments, inputs))
    if (argument.getType() != expected)
      return op->emitOpError() << "argument " << index << " has type " << argument.getType()
                               << ", but " << callee << " takes " << expected;
  return success();
}

LogicalResult ApplyOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                        Adaptor adaptor, SmallVectorImpl<Type> &types) {
  auto callee = dyn_cast<FnType>(adaptor.getCallee().getType());
  if (!callee)
    return emitInferError<ApplyOp>(location) << "expected a function value, found "
                                             << adaptor.getCallee().getType();
  llvm::append_range(types, callee.getResults());
  return success();
}

LogicalResult ApplyOp::verify() {
  FnType callee = getCallee().getType();
  size_t expected = callee.getInputs().size();
  if (getArguments().size() != expected)
    return emitOpError() << "expected " << expected << " argument" << plural(expected) << " for "
                         << callee << ", found " << getArguments().size();
  return verifyArgumentTypes(*this, callee, getArguments());
}

static LogicalResult emitTooMany(InFlightDiagnostic error, FnType callee, size_t found) {
  size_t most = callee.getInputs().size();
  return error << "expected at most " << most << " argument" << plural(most) << " for " << callee
               << ", found " << found;
}

LogicalResult PartialOp::inferReturnTypes(MLIRContext *context, std::optional<Location> location,
                                          Adaptor adaptor, SmallVectorImpl<Type> &types) {
  auto callee = dyn_cast<FnType>(adaptor.getCallee().getType());
  if (!callee)
    return emitInferError<PartialOp>(location) << "expected a function value, found "
                                               << adaptor.getCallee().getType();
  size_t found = adaptor.getArguments().size();
  if (found > callee.getInputs().size())
    return emitTooMany(emitInferError<PartialOp>(location), callee, found);
  types.push_back(FnType::get(context, callee.getInputs().drop_front(found), callee.getResults()));
  return success();
}

LogicalResult PartialOp::verify() {
  FnType callee = getCallee().getType();
  if (getArguments().size() > callee.getInputs().size())
    return emitTooMany(emitOpError(), callee, getArguments().size());
  if (failed(verifyNames(*this, getNames(), getArguments().size())))
    return failure();
  return verifyArgumentTypes(*this, callee, getArguments());
}

//===----------------------------------------------------------------------===//
// tuple and get
//===----------------------------------------------------------------------===//

LogicalResult TupleOp::inferReturnTypes(MLIRContext *context, std::optional<Location>,
                                        Adaptor adaptor, SmallVectorImpl<Type> &types) {
  types.push_back(TupleType::get(context, llvm::to_vector(adaptor.getElements().getTypes())));
  return success();
}

LogicalResult GetOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                      Adaptor adaptor, SmallVectorImpl<Type> &types) {
  auto tuple = dyn_cast<TupleType>(adaptor.getTuple().getType());
  IntegerAttr index = adaptor.getIndexAttr();
  if (!tuple || !index)
    return emitInferError<GetOp>(location) << "expected a tuple and the index of a field";
  if (index.getInt() < 0 || index.getInt() >= static_cast<int64_t>(tuple.size()))
    return emitInferError<GetOp>(location) << "index " << index.getInt() << " is out of range: "
                                           << tuple << " has " << tuple.size() << " field"
                                           << plural(tuple.size());
  types.push_back(tuple.getType(index.getInt()));
  return success();
}

//===----------------------------------------------------------------------===//
// Derivatives
//===----------------------------------------------------------------------===//

template <typename Op>
static LogicalResult inferDerivative(Derivative derivative, std::optional<Location> location,
                                     typename Op::Adaptor adaptor, SmallVectorImpl<Type> &types,
                                     ArrayAttr names = {}, ArrayAttr captures = {}) {
  auto emitError = [&] { return emitInferError<Op>(location); };
  auto function = dyn_cast<FnType>(adaptor.getFunction().getType());
  if (!function)
    return emitError() << "expected a function value, found " << adaptor.getFunction().getType()
                       << "; make one by 'functional.lambda' or 'functional.ref'";
  if (bool(names) != bool(captures) || (names && names.size() != captures.size()))
    return emitError() << "expected a type for each name in 'captures'";
  llvm::SmallDenseSet<Attribute> seen;
  SmallVector<Type> captured;
  if (captures)
    for (auto [name, type] : llvm::zip(names, captures)) {
      if (!seen.insert(name).second)
        return emitError() << "'captures' names " << name << " twice";
      captured.push_back(cast<TypeAttr>(type).getValue());
    }
  FailureOr<FnType> type =
      derivativeType(derivative, function, adaptor.getWrt(), captured, emitError);
  if (failed(type))
    return failure();
  types.push_back(*type);
  return success();
}

LogicalResult GradOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                       Adaptor adaptor, SmallVectorImpl<Type> &types) {
  return inferDerivative<GradOp>(Derivative::Grad, location, adaptor, types,
                                 adaptor.getCapturesAttr(), adaptor.getCaptureTypesAttr());
}

LogicalResult ValueAndGradOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                               Adaptor adaptor, SmallVectorImpl<Type> &types) {
  return inferDerivative<ValueAndGradOp>(Derivative::ValueAndGrad, location, adaptor, types,
                                 adaptor.getCapturesAttr(), adaptor.getCaptureTypesAttr());
}

LogicalResult VjpOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                      Adaptor adaptor, SmallVectorImpl<Type> &types) {
  return inferDerivative<VjpOp>(Derivative::Vjp, location, adaptor, types,
                                 adaptor.getCapturesAttr(), adaptor.getCaptureTypesAttr());
}

LogicalResult JvpOp::inferReturnTypes(MLIRContext *, std::optional<Location> location,
                                      Adaptor adaptor, SmallVectorImpl<Type> &types) {
  return inferDerivative<JvpOp>(Derivative::Jvp, location, adaptor, types);
}

//===----------------------------------------------------------------------===//
// Vmap
//===----------------------------------------------------------------------===//

/// Whether `batched` is `single` with a dimension more; `size` is what is known of that, and is met.
static LogicalResult verifyBatched(VmapOp op, StringRef what, unsigned number, Type single,
                                   Type batched, int64_t axis, int64_t &size) {
  auto fail = [&] { return op.emitOpError() << what << " " << number << " "; };
  Type element = getElementTypeOrSelf(single);
  auto shaped = dyn_cast<RankedTensorType>(single);
  if (!element.isIntOrIndexOrFloat() || (!shaped && element != single))
    return fail() << "is of type " << single << ", which has no arrays; only numbers and ranked arrays "
                  << "of them have a dimension for the calls";
  auto array = dyn_cast<RankedTensorType>(batched);
  ArrayRef<int64_t> shape = shaped ? shaped.getShape() : ArrayRef<int64_t>();
  if (axis < 0 || axis > static_cast<int64_t>(shape.size()))
    return fail() << "is of type " << single << ", and " << axis
                  << " is no dimension of an array of these; give one from 0 to " << shape.size();
  SmallVector<int64_t> rest;
  if (array)
    rest.assign(array.getShape().begin(), array.getShape().end());
  if (array && axis < static_cast<int64_t>(rest.size()))
    rest.erase(rest.begin() + axis);
  if (!array || array.getElementType() != element || array.getRank() != int64_t(shape.size()) + 1 ||
      ArrayRef<int64_t>(rest) != shape)
    return fail() << "is of type " << single << ", and " << batched
                  << " is not that with a dimension more at " << axis;
  int64_t known = array.getDimSize(axis);
  if (!ShapedType::isDynamic(known) && !ShapedType::isDynamic(size) && known != size)
    return fail() << "has " << known << " at dimension " << axis << ", and another one has " << size
                  << "; give all one size";
  if (!ShapedType::isDynamic(known))
    size = known;
  return success();
}

LogicalResult VmapOp::verify() {
  FnType single = cast<FnType>(getFunction().getType()), batched = cast<FnType>(getBatched().getType());
  ArrayRef<int64_t> in = getInAxes(), out = getOutAxes();
  if (single.getInputs().size() != batched.getInputs().size() ||
      single.getResults().size() != batched.getResults().size())
    return emitOpError() << "takes " << single << " to " << batched
                         << "; both have as many arguments, and as many results";
  if (in.size() != single.getInputs().size() || out.size() != single.getResults().size())
    return emitOpError() << "has " << in.size() << " and " << out.size()
                         << " dimensions in 'in' and 'out'; give one for each of the "
                         << single.getInputs().size() << " arguments, and of the "
                         << single.getResults().size() << " results";
  int64_t size = ShapedType::kDynamic;
  bool any = false;
  for (auto [number, axis] : llvm::enumerate(in)) {
    Type one = single.getInputs()[number], all = batched.getInputs()[number];
    if (axis == -1) {
      if (one != all)
        return emitOpError() << "argument " << number << " is the same in all calls, and its types are "
                             << one << " and " << all;
      continue;
    }
    any = true;
    if (failed(verifyBatched(*this, "argument", number, one, all, axis, size)))
      return failure();
  }
  if (!any)
    return emitOpError() << "has no argument with a dimension for the calls; give at least one in 'in'";
  for (auto [number, axis] : llvm::enumerate(out))
    if (failed(verifyBatched(*this, "result", number, single.getResults()[number],
                             batched.getResults()[number], axis, size)))
      return failure();
  return success();
}

} // namespace pullback::functional
