// Passes that this library makes for its own tools.

#pragma once

#include "mlir-c/IR.h"
#include "mlir/Pass/Pass.h"

namespace pullback {

// Runs a pipeline on `op`, which is no parsed one but text; false if a pass failed. `host` is the running pass.
using RunPipeline = bool (*)(MlirOperation op, MlirStringRef text, MlirStringRef argument, void *host,
                             void *data);

// A pass that hands a pipeline's text to `run` and does nothing else.
std::unique_ptr<mlir::Pass> delegate(std::string text, std::string argument, RunPipeline run, void *data);

} // namespace pullback
