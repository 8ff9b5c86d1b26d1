//===- Tangents.cpp - Types of tangents and derivatives -------------------===//

#include "Functional.h"

#include "mlir/IR/Diagnostics.h"
#include "llvm/ADT/SmallSet.h"

using namespace mlir;

namespace pullback::functional {

/// Where a value stands decides the tangent of the function values in it.
enum class Position { Argument, Result };

static Type tangentAt(Position position, Type type) {
  MLIRContext *context = type.getContext();
  if (isa<FloatType>(type))
    return type;
  if (isa<VectorType, TensorType>(type) && isa<FloatType>(cast<ShapedType>(type).getElementType()))
    return type;
  if (auto tuple = dyn_cast<TupleType>(type)) {
    SmallVector<Type> elements;
    for (Type element : tuple.getTypes())
      elements.push_back(tangentAt(position, element));
    return TupleType::get(context, elements);
  }
  if (auto data = dyn_cast<DataType>(type))
    return DataType::get(data.getSymbol(), /*tangent=*/true);
  if (auto stack = dyn_cast<StackType>(type)) {
    SmallVector<Type> leaves;
    for (Type element : stack.getElements())
      llvm::append_range(leaves, tangentLeaves(element));
    if (!leaves.empty())
      return StackType::get(context, leaves);
  }
  if (auto function = dyn_cast<FnType>(type); function && position == Position::Result) {
    SmallVector<Type> results = differentiableTangents(function.getResults());
    if (!results.empty())
      return FnType::get(context, function.getInputs(), results);
  }
  return TupleType::get(context);
}

Type tangentType(Type type) { return tangentAt(Position::Argument, type); }

Type resultTangentType(Type type) { return tangentAt(Position::Result, type); }

bool isTangentType(Type type) { return tangentType(type) == type; }

static void appendLeaves(Type tangent, SmallVectorImpl<Type> &leaves) {
  auto tuple = dyn_cast<TupleType>(tangent);
  if (!tuple)
    return leaves.push_back(tangent);
  for (Type element : tuple.getTypes())
    appendLeaves(element, leaves);
}

SmallVector<Type> tangentLeaves(Type type) {
  SmallVector<Type> leaves;
  appendLeaves(tangentType(type), leaves);
  return leaves;
}

bool holdsFloat(Type tangent) {
  if (auto tuple = dyn_cast<TupleType>(tangent))
    return llvm::any_of(tuple.getTypes(), holdsFloat);
  if (auto function = dyn_cast<FnType>(tangent))
    return llvm::any_of(function.getResults(), holdsFloat);
  return isa<FloatType, VectorType, TensorType, DataType, StackType>(tangent);
}

SmallVector<Type> differentiableTangents(TypeRange types) {
  SmallVector<Type> tangents;
  for (Type type : types)
    if (Type tangent = resultTangentType(type); holdsFloat(tangent))
      tangents.push_back(tangent);
  return tangents;
}

bool holdsFunction(Type type) {
  if (auto tuple = dyn_cast<TupleType>(type))
    return llvm::any_of(tuple.getTypes(), holdsFunction);
  if (auto stack = dyn_cast<StackType>(type))
    return llvm::any_of(stack.getElements(), holdsFunction);
  return isa<FnType>(type);
}

/// The tangent types of the arguments at `wrt`, in the order given there.
static FailureOr<SmallVector<Type>>
tangentsOfArguments(FnType function, std::optional<ArrayRef<int64_t>> wrt, bool mayBeEmpty,
                    llvm::function_ref<InFlightDiagnostic()> emitError) {
  SmallVector<Type> tangents;
  ArrayRef<Type> inputs = function.getInputs();
  if (!wrt) {
    for (Type input : inputs)
      if (Type tangent = tangentType(input); holdsFloat(tangent))
        tangents.push_back(tangent);
    if (tangents.empty() && !mayBeEmpty)
      return emitError() << "no argument of " << function << " is differentiable; the operator needs one that holds a float";
    return tangents;
  }
  if (wrt->empty() && !mayBeEmpty)
    return emitError() << "'wrt' names no argument; leave it out for all differentiable arguments";
  llvm::SmallSet<int64_t, 8> seen;
  for (int64_t index : *wrt) {
    if (index < 0 || index >= static_cast<int64_t>(inputs.size()))
      return emitError() << "'wrt' names argument " << index << ", but the function has "
                         << inputs.size() << " argument" << (inputs.size() == 1 ? "" : "s")
                         << "; name those to differentiate by, counted from 0";
    if (!seen.insert(index).second)
      return emitError() << "'wrt' names argument " << index << " twice; name it once";
    Type tangent = tangentType(inputs[index]);
    if (!holdsFloat(tangent))
      return emitError() << "'wrt' names argument " << index << ", which has type "
                         << inputs[index]
                         << " and is not differentiable; leave it out, or make it a float";
    tangents.push_back(tangent);
  }
  return tangents;
}

/// The results of `grad` and `value_and_grad` of a function of these results, by uncurrying: where
/// the one result is a function, its innermost results are replaced.
static FailureOr<SmallVector<Type>>
gradientResults(bool withValue, ArrayRef<Type> results, ArrayRef<Type> gradients,
                llvm::function_ref<InFlightDiagnostic()> emitError) {
  // The functions passed on the way down.
  SmallVector<FnType> curried;
  while (results.size() == 1 && isa<FnType>(results.front())) {
    curried.push_back(cast<FnType>(results.front()));
    results = curried.back().getResults();
  }
  if (results.size() != 1)
    return emitError() << "expects a function with exactly one result, a scalar float, found "
                       << results.size() << " results; use vjp or jvp";
  if (!isa<FloatType>(results.front()))
    return emitError() << "expects a function whose result is a scalar float, found "
                       << results.front() << "; use vjp or jvp";
  SmallVector<Type> types;
  if (withValue)
    types.push_back(results.front());
  llvm::append_range(types, gradients);
  for (FnType function : llvm::reverse(curried))
    types = {FnType::get(function.getContext(), function.getInputs(), types)};
  return types;
}

FailureOr<FnType> derivativeType(Derivative derivative, FnType function,
                                 std::optional<ArrayRef<int64_t>> wrt, ArrayRef<Type> captured,
                                 llvm::function_ref<InFlightDiagnostic()> emitError) {
  FailureOr<SmallVector<Type>> arguments =
      tangentsOfArguments(function, wrt, !captured.empty(), emitError);
  if (failed(arguments))
    return failure();
  MLIRContext *context = function.getContext();
  if (!captured.empty()) {
    SmallVector<Type> tangents = llvm::map_to_vector(captured, tangentType);
    for (auto [type, tangent] : llvm::zip(captured, tangents))
      if (!holdsFloat(tangent))
        return emitError() << "'captures' names a value of type " << type
                           << ", which is not differentiable";
    arguments->push_back(TupleType::get(context, tangents));
  }
  auto inputs = llvm::to_vector(function.getInputs());
  auto results = llvm::to_vector(function.getResults());
  switch (derivative) {
  case Derivative::Grad:
  case Derivative::ValueAndGrad: {
    bool withValue = derivative == Derivative::ValueAndGrad;
    auto types = gradientResults(withValue, results, *arguments, emitError);
    if (failed(types))
      return failure();
    return FnType::get(context, inputs, *types);
  }
  case Derivative::Vjp: {
    for (auto [index, type] : llvm::enumerate(results))
      if (holdsFunction(type))
        return emitError() << "result " << index << " of the function holds a function value ("
                           << type << "), which has no cotangent; use grad or jvp";
    SmallVector<Type> cotangents = differentiableTangents(results);
    if (cotangents.empty())
      return emitError() << "no result of " << function << " is differentiable";
    results.push_back(FnType::get(context, cotangents, *arguments));
    return FnType::get(context, inputs, results);
  }
  case Derivative::Jvp: {
    SmallVector<Type> tangents = differentiableTangents(results);
    if (tangents.empty())
      return emitError() << "no result of " << function << " is differentiable";
    llvm::append_range(inputs, *arguments);
    llvm::append_range(results, tangents);
    return FnType::get(context, inputs, results);
  }
  }
  llvm_unreachable("all derivatives are handled");
}

} // namespace pullback::functional
