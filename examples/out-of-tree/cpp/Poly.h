//===- Poly.h - The poly dialect in C++ -------------------------*- C++ -*-===//

#ifndef POLY_H
#define POLY_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "PolyDialect.h.inc"

#define GET_OP_CLASSES
#include "PolyOps.h.inc"

#endif // POLY_H
