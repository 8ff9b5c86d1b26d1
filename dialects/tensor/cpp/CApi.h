//===- CApi.h - What the Rust face calls ------------------------*- C++ -*-===//

#ifndef PULLBACK_ND_CAPI_H
#define PULLBACK_ND_CAPI_H

#include "mlir-c/IR.h"

extern "C" {

/// Adds the dialect and those it depends on.
void pullbackRegisterNdDialect(MlirDialectRegistry registry);

} // extern "C"

#endif // PULLBACK_ND_CAPI_H
