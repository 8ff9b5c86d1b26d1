//===- OpDefs.cpp - Generated definitions of the ops ----------------------===//
//
// Apart from the hand-written code, which is compiled more often.
//
//===----------------------------------------------------------------------===//

#include "Syntax.h"

using namespace mlir;
using namespace pullback::nd;

#define GET_OP_CLASSES
#include "NdOps.cpp.inc"
