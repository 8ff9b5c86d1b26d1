// Rust passes as first-class members of MLIR's pass registry: they parse, print, nest, time, appear in
// --help and reject unknown options. The Rust side is a table of functions (see `PullbackPassInfo`).

#include "passes.h"

#include "mlir-c/IR.h"
#include "mlir-c/Pass.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Pass.h"
#include "mlir/CAPI/Support.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Support/TypeID.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/CommandLine.h"

using namespace mlir;

extern "C" {

enum PullbackOptionKind { PullbackBool, PullbackInt, PullbackFloat, PullbackString, PullbackList };

struct PullbackOptionInfo {
  MlirStringRef name, description, defaultValue;
  int kind;
};

struct PullbackPassInfo {
  MlirStringRef name, argument, description, anchor; // an empty anchor: any op
  intptr_t nDialects;
  MlirStringRef const *dialects;
  intptr_t nOptions;
  PullbackOptionInfo const *options;
  void *user; // lives as long as the process
  // False after it has reported through `report(message, data)`.
  bool (*check)(void *user, MlirStringRef const *values,
                void (*report)(MlirStringRef, void *), void *data);
  // False if the pass failed; the diagnostics are out by then.
  bool (*run)(void *user, MlirStringRef const *values, MlirOperation op, void *handle);
};

} // extern "C"

namespace {

StringRef ref(MlirStringRef s) { return StringRef(s.data, s.length); }

/// One option: declared with its type, so that MLIR itself checks what can be checked.
struct AnyOption {
  int kind;
  std::unique_ptr<Pass::Option<bool>> boolean;
  std::unique_ptr<Pass::Option<int64_t>> integer;
  std::unique_ptr<Pass::Option<double>> real;
  std::unique_ptr<Pass::Option<std::string>> text;
  std::unique_ptr<Pass::ListOption<std::string>> list;

  AnyOption(Pass &pass, const PullbackOptionInfo &info) : kind(info.kind) {
    StringRef name = ref(info.name), initial = ref(info.defaultValue);
    auto description = llvm::cl::desc(ref(info.description));
    switch (kind) {
    case PullbackBool:
      boolean = std::make_unique<Pass::Option<bool>>(pass, name, description,
                                                     llvm::cl::init(initial == "true"));
      break;
    case PullbackInt: {
      int64_t value = 0;
      (void)initial.getAsInteger(10, value);
      integer = std::make_unique<Pass::Option<int64_t>>(pass, name, description,
                                                        llvm::cl::init(value));
      break;
    }
    case PullbackFloat: {
      double value = 0;
      (void)initial.getAsDouble(value);
      real = std::make_unique<Pass::Option<double>>(pass, name, description,
                                                    llvm::cl::init(value));
      break;
    }
    case PullbackString:
      text = std::make_unique<Pass::Option<std::string>>(
          pass, name, description, llvm::cl::init(initial.str()));
      break;
    default:
      list = std::make_unique<Pass::ListOption<std::string>>(pass, name, description);
    }
  }

  std::string value() const {
    switch (kind) {
    case PullbackBool:
      return *boolean ? "true" : "false";
    case PullbackInt:
      return std::to_string(integer->getValue());
    case PullbackFloat:
      return std::to_string(real->getValue());
    case PullbackString:
      return text->getValue();
    default:
      std::string joined;
      for (const std::string &item : *list)
        joined += (joined.empty() ? "" : ",") + item;
      return joined;
    }
  }
};

/// A pass that runs pipelines of its own.
class NestingPass : public Pass {
public:
  using Pass::Pass;

  /// Runs a pipeline on `op`, which is the pass's root or nested in it.
  bool nested(StringRef text, Operation *op) {
    std::unique_ptr<OpPassManager> &entry =
        pipelines[(op->getName().getStringRef() + "|" + text).str()];
    if (!entry) {
      auto manager = std::make_unique<OpPassManager>(op->getName().getStringRef());
      std::string message;
      llvm::raw_string_ostream stream(message);
      if (failed(parsePassPipeline(text, *manager, stream))) {
        op->emitError() << "nested pipeline: " << message;
        return false;
      }
      entry = std::move(manager);
    }
    return succeeded(runPipeline(*entry, op));
  }

private:
  llvm::StringMap<std::unique_ptr<OpPassManager>> pipelines;
};

class RustPass : public NestingPass {
public:
  RustPass(const PullbackPassInfo &info, TypeID id)
      : NestingPass(id, info.anchor.length ? std::optional<StringRef>(ref(info.anchor))
                                    : std::nullopt),
        info(info), id(id) {
    for (intptr_t i = 0; i < info.nOptions; ++i)
      options.push_back(std::make_unique<AnyOption>(*this, info.options[i]));
  }

  StringRef getName() const override { return ref(info.name); }
  StringRef getArgument() const override { return ref(info.argument); }
  StringRef getDescription() const override { return ref(info.description); }

  void getDependentDialects(DialectRegistry &registry) const override;

  std::unique_ptr<Pass> clonePass() const override {
    return std::make_unique<RustPass>(info, id);
  }
  bool canScheduleOn(RegisteredOperationName name) const override {
    return !getOpName() || name.getStringRef() == *getOpName();
  }

  LogicalResult
  initializeOptions(StringRef text,
                    function_ref<LogicalResult(const Twine &)> error) override {
    if (failed(Pass::initializeOptions(text, error)))
      return failure();
    std::string message;
    auto report = [](MlirStringRef m, void *data) {
      *static_cast<std::string *>(data) = ref(m).str();
    };
    bool ok = withValues([&](MlirStringRef const *values) {
      return info.check(info.user, values, report, &message);
    });
    return ok ? success() : error(message);
  }

  void runOnOperation() override {
    Operation *op = getOperation();
    bool ok = withValues([&](MlirStringRef const *values) {
      return info.run(info.user, values, wrap(op), static_cast<NestingPass *>(this));
    });
    if (!ok)
      signalPassFailure();
  }

private:
  bool withValues(function_ref<bool(MlirStringRef const *)> body) const {
    std::vector<std::string> values;
    for (const auto &option : options)
      values.push_back(option->value());
    std::vector<MlirStringRef> refs;
    for (const std::string &value : values)
      refs.push_back(MlirStringRef{value.data(), value.size()});
    return body(refs.data());
  }

  const PullbackPassInfo &info;
  TypeID id;
  std::vector<std::unique_ptr<AnyOption>> options;
};

/// Runs the pipeline that it stands for by calling back.
class DelegatingPass : public NestingPass {
public:
  DelegatingPass(TypeID id, std::string text, std::string argument,
                 pullback::RunPipeline run, void *data)
      : NestingPass(id, std::nullopt), id(id), text(std::move(text)),
        argument(std::move(argument)), run(run), data(data) {}

  StringRef getName() const override { return "pullback-incremental"; }
  std::unique_ptr<Pass> clonePass() const override {
    return std::make_unique<DelegatingPass>(id, text, argument, run, data);
  }
  bool canScheduleOn(RegisteredOperationName) const override { return true; }
  void getDependentDialects(DialectRegistry &registry) const override {
    OpPassManager manager("builtin.module");
    std::string message;
    llvm::raw_string_ostream stream(message);
    if (succeeded(parsePassPipeline(text, manager, stream)))
      manager.getDependentDialects(registry);
  }
  void runOnOperation() override {
    auto view = [](StringRef s) { return MlirStringRef{s.data(), s.size()}; };
    auto *host = static_cast<NestingPass *>(this);
    if (!run(wrap(getOperation()), view(text), view(argument), host, data))
      signalPassFailure();
  }

private:
  TypeID id;
  std::string text, argument;
  pullback::RunPipeline run;
  void *data;
};

struct DialectInserter {
  void (*insert)(MlirDialectRegistry, void *);
  void *data;
};
llvm::StringMap<DialectInserter> &inserters() {
  static llvm::StringMap<DialectInserter> map;
  return map;
}

} // namespace

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

template <typename D> static void insert(DialectRegistry &registry) { registry.insert<D>(); }

void RustPass::getDependentDialects(DialectRegistry &registry) const {
  static const llvm::StringMap<void (*)(DialectRegistry &)> upstream = {
      {"affine", insert<affine::AffineDialect>},
      {"arith", insert<arith::ArithDialect>},
      {"bufferization", insert<bufferization::BufferizationDialect>},
      {"cf", insert<cf::ControlFlowDialect>},
      {"func", insert<func::FuncDialect>},
      {"linalg", insert<linalg::LinalgDialect>},
      {"llvm", insert<LLVM::LLVMDialect>},
      {"math", insert<math::MathDialect>},
      {"memref", insert<memref::MemRefDialect>},
      {"scf", insert<scf::SCFDialect>},
      {"tensor", insert<tensor::TensorDialect>},
      {"ub", insert<ub::UBDialect>},
      {"vector", insert<vector::VectorDialect>},
  };
  for (intptr_t i = 0; i < info.nDialects; ++i) {
    StringRef name = ref(info.dialects[i]);
    if (auto it = upstream.find(name); it != upstream.end())
      it->second(registry);
    else if (auto it = inserters().find(name); it != inserters().end())
      it->second.insert(wrap(&registry), it->second.data);
  }
}

std::unique_ptr<Pass> pullback::delegate(std::string text, std::string argument, RunPipeline run,
                                         void *data) {
  static TypeIDAllocator allocator;
  static TypeID id = allocator.allocate();
  return std::make_unique<DelegatingPass>(id, std::move(text), std::move(argument), run, data);
}

extern "C" {

// Makes a dialect of ours nameable in a pass's list of dependent dialects. `data` lives as long as the process.
void pullbackNameDialect(MlirStringRef name, void (*insert)(MlirDialectRegistry, void *),
                         void *data) {
  inserters()[ref(name)] = {insert, data};
}

// `info` lives as long as the process.
void pullbackRegisterPass(const PullbackPassInfo *info) {
  static TypeIDAllocator allocator;
  TypeID id = allocator.allocate();
  registerPass([info, id]() -> std::unique_ptr<Pass> {
    return std::make_unique<RustPass>(*info, id);
  });
}

// A name for a pipeline text; takes no options.
void pullbackRegisterPipeline(MlirStringRef name, MlirStringRef description,
                              MlirStringRef text) {
  std::string pipeline = ref(text).str();
  registerPassPipeline(
      ref(name), ref(description),
      [pipeline](OpPassManager &manager, StringRef options,
                 function_ref<LogicalResult(const Twine &)> error) -> LogicalResult {
        if (!options.empty())
          return error("this pipeline takes no options");
        std::string message;
        llvm::raw_string_ostream stream(message);
        if (failed(parsePassPipeline(pipeline, manager, stream)))
          return error(message);
        return success();
      },
      [](function_ref<void(const detail::PassOptions &)>) {});
}

bool pullbackPassRunPipeline(void *handle, MlirStringRef text, MlirOperation op) {
  return static_cast<NestingPass *>(handle)->nested(ref(text), unwrap(op));
}

bool pullbackPassIsRegistered(MlirStringRef name) {
  return PassInfo::lookup(ref(name)) != nullptr ||
         PassPipelineInfo::lookup(ref(name)) != nullptr;
}

// Parses a pipeline and throws it away; what is wrong goes to `report`.
bool pullbackCheckPipeline(MlirStringRef text, void (*report)(MlirStringRef, void *),
                           void *data) {
  std::string message;
  llvm::raw_string_ostream stream(message);
  OpPassManager manager("any");
  if (succeeded(parsePassPipeline(ref(text), manager, stream)))
    return true;
  report(MlirStringRef{message.data(), message.size()}, data);
  return false;
}

// Calls back with the name of every registered pass and pipeline. The registry has no iterator, but a
// command line parser made from it names them all as flags. For the way to an error message only: unless
// a tool main has made that parser, one is made here, and its flags would clash with a later tool main's.
void pullbackRegisteredPassNames(void (*callback)(MlirStringRef, void *), void *data) {
  if (!llvm::cl::getRegisteredOptions().contains("pass-pipeline"))
    (void)new PassPipelineCLParser("", ""); // with a name, passes would be its values, not flags
  for (auto &entry : llvm::cl::getRegisteredOptions())
    if (PassInfo::lookup(entry.first) || PassPipelineInfo::lookup(entry.first))
      callback(MlirStringRef{entry.first.data(), entry.first.size()}, data);
}

} // extern "C"
