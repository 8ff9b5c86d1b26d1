//===- NdOps.td - Operations of the nd dialect -------------*- tablegen -*-===//

#ifndef PULLBACK_ND_OPS_TD
#define PULLBACK_ND_OPS_TD

include "RegionOps.td"
include "ShapeOps.td"
include "ContractOps.td"
include "IndexOps.td"

#endif // PULLBACK_ND_OPS_TD
