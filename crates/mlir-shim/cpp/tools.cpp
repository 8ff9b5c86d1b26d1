// The mains of MLIR's own tools, with a callback that registers dialects.

#include "passes.h"

#include "mlir-c/IR.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "mlir/Tools/mlir-lsp-server/MlirLspServerMain.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Tools/mlir-reduce/MlirReduceMain.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/ToolOutputFile.h"

#include <pthread.h>

using namespace mlir;

namespace {

StringRef ref(MlirStringRef s) { return StringRef(s.data, s.length); }

// MLIR's worker threads recurse with the input's nesting as much as the main thread, so they get stacks
// of the same size. Memory is committed only when touched.
void giveNewThreadsDeepStacks() {
#ifdef __GLIBC__
  pthread_attr_t attributes;
  if (pthread_attr_init(&attributes) != 0)
    return;
  if (pthread_attr_setstacksize(&attributes, size_t(256) << 20) == 0)
    (void)pthread_setattr_default_np(&attributes);
  (void)pthread_attr_destroy(&attributes);
#endif
}

// The text of `--pass-pipeline`; every parser of pipelines declares that option with this type.
StringRef pipelineOnCommandLine() {
  auto &options = llvm::cl::getRegisteredOptions();
  auto it = options.find("pass-pipeline");
  if (it == options.end())
    return "";
  return static_cast<llvm::cl::opt<std::string> *>(it->second)->getValue();
}

std::string textOf(OpPassManager &manager) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  manager.printAsTextualPipeline(stream);
  return text;
}

// The text between the parentheses of `builtin.module(..)`; nothing if the pipeline is another one, or not the same
// when it is parsed again.
std::optional<std::string> textOfModulePipeline(OpPassManager &manager) {
  std::string text = textOf(manager);
  StringRef inner = text;
  if (!inner.consume_front("builtin.module(") || !inner.consume_back(")") || inner.empty())
    return std::nullopt;
  OpPassManager again("builtin.module");
  std::string message;
  llvm::raw_string_ostream stream(message);
  if (failed(parsePassPipeline(inner, again, stream)) || textOf(again) != text)
    return std::nullopt;
  return inner.str();
}

} // namespace

extern "C" {

using PullbackRegister = void (*)(MlirDialectRegistry, void *);

// What `pullbackOptMain` asks its caller; `data` goes to each.
struct PullbackOptHooks {
  PullbackRegister add;
  // Whether a pipeline's text is right, and whether an input may be parsed. False: it has said why.
  bool (*checkPipeline)(MlirStringRef text, void *data);
  bool (*checkInput)(MlirStringRef name, MlirStringRef text, void *data);
  // Runs the pipeline for `--incremental`; null: the option changes nothing.
  pullback::RunPipeline runPipeline;
  void *data;
};

// Every upstream dialect, extension and translation interface: what mlir-opt registers.
void pullbackRegisterAllUpstreamDialects(MlirDialectRegistry registry) {
  registerAllDialects(*unwrap(registry));
  registerAllExtensions(*unwrap(registry));
  registerAllGPUToLLVMIRTranslations(*unwrap(registry));
}

// Adds what `from` holds to `to`. Where `to` has all its dialects, nothing happens: a plugin that is loaded
// into a tool with the same dialects must not add them as strangers of the same name.
void pullbackRegistryAppend(MlirDialectRegistry from, MlirDialectRegistry to) {
  auto names = unwrap(from)->getDialectNames();
  bool known = llvm::all_of(names, [&](StringRef name) {
    return bool(unwrap(to)->getDialectAllocator(name));
  });
  if (!known || names.empty())
    unwrap(from)->appendTo(*unwrap(to));
}

void pullbackRegisterAllUpstreamPasses() { registerAllPasses(); }

// Everything on the command line that was registered so far (LLVM's own options) moves from `--help` to
// `--help-hidden`; except the generic ones, such as `--help` itself.
void pullbackHideRegisteredOptions() {
  for (auto &entry : llvm::cl::getRegisteredOptions())
    if (entry.second->getOptionHiddenFlag() == llvm::cl::NotHidden &&
        entry.second->Categories.front()->getName() != "Generic Options")
      entry.second->setHiddenFlag(llvm::cl::Hidden);
}

// mlir-opt's main, with a look at pipeline and input before MLIR sees them. Ends the process where MLIR
// does: on a wrong command line, and after `--help` and `--version`.
int pullbackOptMain(int argc, char **argv, MlirStringRef header,
                    const PullbackOptHooks *hooks) {
  giveNewThreadsDeepStacks();
  static llvm::cl::opt<std::string> incremental(
      "incremental", llvm::cl::ValueOptional, llvm::cl::value_desc("folder"),
      llvm::cl::desc("Run passes per symbol where they read no more, with the same output; with a folder, "
                     "keep there what came out and use it again"));
  DialectRegistry registry;
  pullbackRegisterAllUpstreamDialects(wrap(&registry));
  hooks->add(wrap(&registry), hooks->data);
  auto [input, output] = registerAndParseCLIOptions(argc, argv, ref(header), registry);
  MlirOptMainConfig config = MlirOptMainConfig::createFromCLOptions();
  if (config.shouldShowDialects() || config.shouldListPasses())
    return asMainReturnCode(MlirOptMain(argc, argv, input, output, registry));

  if (incremental.getNumOccurrences() > 0 && hooks->runPipeline) {
    MlirOptMainConfig plain = config;
    std::string folder = incremental.getValue();
    config.setPassPipelineSetupFn([plain, folder, hooks](PassManager &manager) -> LogicalResult {
      if (failed(plain.setupPassPipeline(manager)))
        return failure();
      if (std::optional<std::string> text = textOfModulePipeline(manager)) {
        manager.clear();
        manager.addPass(pullback::delegate(*text, folder, hooks->runPipeline, hooks->data));
      }
      return success();
    });
  }

  StringRef pipeline = pipelineOnCommandLine();
  if (!pipeline.empty() &&
      !hooks->checkPipeline(MlirStringRef{pipeline.data(), pipeline.size()}, hooks->data))
    return 1;

  llvm::InitLLVM scope(argc, argv);
  if (input == "-" && llvm::sys::Process::FileDescriptorIsDisplayed(fileno(stdin)))
    llvm::errs() << "(reading the input from the terminal: end it with ctrl-d)\n";
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> buffer = openInputFile(input, &error);
  if (!buffer) {
    llvm::errs() << "error: " << error << "\n";
    return 1;
  }
  StringRef name = buffer->getBufferIdentifier(), text = buffer->getBuffer();
  if (!hooks->checkInput(MlirStringRef{name.data(), name.size()},
                         MlirStringRef{text.data(), text.size()}, hooks->data))
    return 1;
  std::unique_ptr<llvm::ToolOutputFile> file = openOutputFile(output, &error);
  if (!file) {
    llvm::errs() << "error: " << error << "\n";
    return 1;
  }
  if (failed(MlirOptMain(file->os(), std::move(buffer), registry, config)))
    return 1;
  file->keep();
  return 0;
}

int pullbackLspServerMain(int argc, char **argv, PullbackRegister add, void *data) {
  giveNewThreadsDeepStacks();
  DialectRegistry registry;
  pullbackRegisterAllUpstreamDialects(wrap(&registry));
  add(wrap(&registry), data);
  return asMainReturnCode(MlirLspServerMain(argc, argv, registry));
}

int pullbackReduceMain(int argc, char **argv, PullbackRegister add, void *data) {
  giveNewThreadsDeepStacks();
  DialectRegistry registry;
  pullbackRegisterAllUpstreamDialects(wrap(&registry));
  add(wrap(&registry), data);
  MLIRContext context(registry);
  return failed(mlirReduceMain(argc, argv, context)) ? 1 : 0;
}

} // extern "C"
