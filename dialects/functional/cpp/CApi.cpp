//===- CApi.cpp - What the Rust face calls --------------------------------===//

#include "CApi.h"

#include "Functional.h"

#include "mlir/CAPI/IR.h"
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

bool pullbackFunctionalTypeHoldsFloat(MlirType tangent) { return holdsFloat(unwrap(tangent)); }
