//===- CApi.cpp - What the Rust face calls --------------------------------===//

#include "CApi.h"

#include "Data.h"

#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/Extensions/InlinerExtension.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/UB/IR/UBOps.h"

using namespace mlir;
using namespace pullback::functional;

void pullbackRegisterFunctionalDialect(MlirDialectRegistry registry) {
  DialectRegistry &dialects = *unwrap(registry);
  dialects.insert<FunctionalDialect, arith::ArithDialect, func::FuncDialect, ub::UBDialect>();
  // `apply` of a `ref` becomes a `func.call`, which cannot be inlined without it.
  func::registerInlinerExtension(dialects);
}

MlirType pullbackFunctionalFnTypeGet(MlirType signature) {
  auto function = cast<FunctionType>(unwrap(signature));
  // A type of a dialect that is not loaded aborts the process.
  function.getContext()->getOrLoadDialect<FunctionalDialect>();
  return wrap(FnType::get(function));
}

bool pullbackFunctionalTypeIsFn(MlirType type) { return isa<FnType>(unwrap(type)); }

MlirType pullbackFunctionalFnTypeGetSignature(MlirType type) {
  auto function = dyn_cast<FnType>(unwrap(type));
  return wrap(function ? Type(function.getSignature()) : Type());
}

MlirType pullbackFunctionalTangentType(MlirType type) { return wrap(tangentType(unwrap(type))); }

MlirType pullbackFunctionalResultTangentType(MlirType type) {
  return wrap(resultTangentType(unwrap(type)));
}

MlirType pullbackFunctionalDataTypeGet(MlirContext context, MlirStringRef name) {
  // A type of a dialect that is not loaded aborts the process.
  unwrap(context)->getOrLoadDialect<FunctionalDialect>();
  return wrap(DataType::getNamed(unwrap(context), unwrap(name)));
}

MlirAttribute pullbackFunctionalDataTypeGetSymbol(MlirType type) {
  auto data = dyn_cast<DataType>(unwrap(type));
  return wrap(data ? Attribute(data.getSymbol()) : Attribute());
}

bool pullbackFunctionalDataTypeIsTangent(MlirType type) {
  auto data = dyn_cast<DataType>(unwrap(type));
  return data && data.getTangent();
}

MlirType pullbackFunctionalStackTypeGet(MlirContext context, intptr_t count,
                                        MlirType const *elements) {
  unwrap(context)->getOrLoadDialect<FunctionalDialect>();
  SmallVector<Type> types;
  return wrap(StackType::get(unwrap(context), unwrapList(count, elements, types)));
}

intptr_t pullbackFunctionalStackTypeGetNumElements(MlirType type) {
  auto stack = dyn_cast<StackType>(unwrap(type));
  return stack ? stack.getElements().size() : -1;
}

MlirType pullbackFunctionalStackTypeGetElement(MlirType type, intptr_t index) {
  return wrap(cast<StackType>(unwrap(type)).getElements()[index]);
}

bool pullbackFunctionalConstructors(MlirOperation from, MlirType type,
                                    void (*each)(MlirAttribute name, intptr_t count,
                                                 MlirType const *fields, void *data),
                                    void *data) {
  auto dataType = dyn_cast<DataType>(unwrap(type));
  if (!dataType)
    return false;
  auto declaration =
      SymbolTable::lookupNearestSymbolFrom<DataOp>(unwrap(from), dataType.getSymbol());
  if (!declaration)
    return false;
  for (const Constructor &constructor : constructorsOf(declaration, dataType.getTangent())) {
    auto fields = llvm::map_to_vector(constructor.fields, [](Type field) { return wrap(field); });
    each(wrap(Attribute(constructor.name)), fields.size(), fields.data(), data);
  }
  return true;
}

void pullbackFunctionalTangentLeaves(MlirType type, void (*each)(MlirType leaf, void *data),
                                     void *data) {
  for (Type leaf : tangentLeaves(unwrap(type)))
    each(wrap(leaf), data);
}

bool pullbackFunctionalTypeHoldsFloat(MlirType tangent) { return holdsFloat(unwrap(tangent)); }
