//===- OpDefs.cpp - Generated definitions of the ops ----------------------===//
//
// Apart from the hand-written code, which is compiled more often.
//
//===----------------------------------------------------------------------===//

#include "OpSyntax.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "FunctionalOps.cpp.inc"
