//===- FunctionalOps.td - Operations of the functional dialect -*- tablegen -*-===//

#ifndef PULLBACK_FUNCTIONAL_OPS_TD
#define PULLBACK_FUNCTIONAL_OPS_TD

include "FunctionOps.td"
include "TupleOps.td"
include "DataOps.td"
include "DerivativeOps.td"
include "TangentOps.td"
include "StackOps.td"

#endif // PULLBACK_FUNCTIONAL_OPS_TD
