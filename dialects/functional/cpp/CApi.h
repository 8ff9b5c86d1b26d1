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

/// `!functional.data` of this name, which ends with `$ct` for a tangent type.
MlirType pullbackFunctionalDataTypeGet(MlirContext context, MlirStringRef name);

/// The symbol of the declaration of an `!functional.data`; null for another type.
MlirAttribute pullbackFunctionalDataTypeGetSymbol(MlirType type);

/// Whether an `!functional.data` is a tangent type; false for another type.
bool pullbackFunctionalDataTypeIsTangent(MlirType type);

/// `!functional.stack` of these types.
MlirType pullbackFunctionalStackTypeGet(MlirContext context, intptr_t count,
                                        MlirType const *elements);

/// The number of types in an entry of an `!functional.stack`; -1 for another type.
intptr_t pullbackFunctionalStackTypeGetNumElements(MlirType type);

/// A type in the entry of an `!functional.stack`.
MlirType pullbackFunctionalStackTypeGetElement(MlirType type, intptr_t index);

/// Calls `each` with the name and the fields of every constructor of `type`, declared in the symbol
/// tables around `from` or in `from` itself; false where `type` is no `!functional.data`, or is not
/// declared there.
bool pullbackFunctionalConstructors(MlirOperation from, MlirType type,
                                    void (*each)(MlirAttribute name, intptr_t count,
                                                 MlirType const *fields, void *data),
                                    void *data);

/// Calls `each` with the tangent types of what `type` is made of.
void pullbackFunctionalTangentLeaves(MlirType type, void (*each)(MlirType leaf, void *data),
                                     void *data);

/// Whether a tangent type holds a float or a data type.
bool pullbackFunctionalTypeHoldsFloat(MlirType tangent);
}

#endif // PULLBACK_FUNCTIONAL_CAPI_H
