//===- Poly.cpp - Registration, verifier and fold -------------------------===//

#include "Poly.h"

#include "mlir/CAPI/IR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace poly;

#include "PolyDialect.cpp.inc"

#define GET_OP_CLASSES
#include "PolyOps.cpp.inc"

void PolyDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "PolyOps.cpp.inc"
      >();
}

Operation *PolyDialect::materializeConstant(OpBuilder &builder, Attribute value, Type type,
                                            Location location) {
  return arith::ConstantOp::materialize(builder, value, type, location);
}

LogicalResult EvalOp::verify() {
  if (getCoefficients().empty())
    return emitOpError("needs at least one coefficient: write [0.0] for the zero polynomial");
  return success();
}

/// A polynomial of degree 0, and any polynomial of a constant, is a constant.
OpFoldResult EvalOp::fold(FoldAdaptor adaptor) {
  auto type = cast<FloatType>(getType());
  auto rounded = [&](double value) { return FloatAttr::get(type, value).getValue(); };
  ArrayRef<double> coefficients = getCoefficients();
  auto x = dyn_cast_if_present<FloatAttr>(adaptor.getX());
  if (!x && coefficients.size() > 1)
    return {};
  APFloat value = rounded(coefficients.back());
  for (double coefficient : llvm::reverse(coefficients.drop_back())) {
    value.multiply(x.getValue(), APFloat::rmNearestTiesToEven);
    value.add(rounded(coefficient), APFloat::rmNearestTiesToEven);
  }
  return FloatAttr::get(type, value);
}

extern "C" void polyRegisterDialect(MlirDialectRegistry registry) {
  unwrap(registry)->insert<PolyDialect, arith::ArithDialect>();
}
