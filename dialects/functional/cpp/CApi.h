//===- CApi.h - What the Rust face calls ------------------------*- C++ -*-===//

#ifndef PULLBACK_FUNCTIONAL_CAPI_H
#define PULLBACK_FUNCTIONAL_CAPI_H

#include "mlir-c/IR.h"

extern "C" {

/// Adds the dialect, those it depends on and what the inliner needs to know of `func`.
void pullbackRegisterFunctionalDialect(MlirDialectRegistry registry);

/// `!functional.fn` of a builtin function type. Loads the dialect where it is not.
MlirType pullbackFunctionalFnTypeGet(MlirType signature);

/// Whether a type is `!functional.fn`.
bool pullbackFunctionalTypeIsFn(MlirType type);

/// The builtin function type of an `!functional.fn`; null for another type.
MlirType pullbackFunctionalFnTypeGetSignature(MlirType type);

/// The tangent type of an argument.
MlirType pullbackFunctionalTangentType(MlirType type);

/// The tangent type of a result.
MlirType pullbackFunctionalResultTangentType(MlirType type);

/// Whether a tangent type holds a float.
bool pullbackFunctionalTypeHoldsFloat(MlirType tangent);
}

#endif // PULLBACK_FUNCTIONAL_CAPI_H
