//===- CApi.cpp - What the Rust face calls --------------------------------===//

#include "CApi.h"

#include "Nd.h"

#include "mlir/CAPI/IR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;

void pullbackRegisterNdDialect(MlirDialectRegistry registry) {
  unwrap(registry)->insert<pullback::nd::NdDialect, arith::ArithDialect, tensor::TensorDialect>();
}
