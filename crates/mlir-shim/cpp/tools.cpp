// The mains of MLIR's own tools, with a callback that registers dialects.

#include "mlir-c/IR.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Support/LogicalResult.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Tools/mlir-reduce/MlirReduceMain.h"
#include "llvm/Support/CommandLine.h"

using namespace mlir;

extern "C" {

using PullbackRegister = void (*)(MlirDialectRegistry);

// Every upstream dialect, extension and translation interface: what mlir-opt registers.
void pullbackRegisterAllUpstreamDialects(MlirDialectRegistry registry) {
  registerAllDialects(*unwrap(registry));
  registerAllExtensions(*unwrap(registry));
  registerAllGPUToLLVMIRTranslations(*unwrap(registry));
}

void pullbackRegisterAllUpstreamPasses() { registerAllPasses(); }

// Everything on the command line that was registered so far (LLVM's own options) leaves `--help`.
void pullbackHideRegisteredOptions() {
  for (auto &entry : llvm::cl::getRegisteredOptions())
    entry.second->setHiddenFlag(llvm::cl::ReallyHidden);
}

int pullbackOptMain(int argc, char **argv, MlirStringRef name, PullbackRegister add) {
  DialectRegistry registry;
  pullbackRegisterAllUpstreamDialects(wrap(&registry));
  add(wrap(&registry));
  return asMainReturnCode(
      MlirOptMain(argc, argv, StringRef(name.data, name.length), registry));
}

int pullbackLspServerMain(int argc, char **argv, PullbackRegister add) {
  DialectRegistry registry;
  pullbackRegisterAllUpstreamDialects(wrap(&registry));
  add(wrap(&registry));
  return asMainReturnCode(MlirLspServerMain(argc, argv, registry));
}

int pullbackReduceMain(int argc, char **argv, PullbackRegister add) {
  DialectRegistry registry;
  pullbackRegisterAllUpstreamDialects(wrap(&registry));
  add(wrap(&registry));
  MLIRContext context(registry);
  return failed(mlirReduceMain(argc, argv, context)) ? 1 : 0;
}

} // extern "C"
