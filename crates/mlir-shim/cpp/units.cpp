// What it takes to run passes on one symbol of a module at a time: what an op names, declarations, locations that
// are taken out and put back.

#include "mlir-c/IR.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/AttrTypeSubElements.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Location.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "llvm/ADT/DenseMap.h"

using namespace mlir;

namespace {

// The leaf locations of some ops, each once, in the order in which they were met.
struct LocationTable {
  std::vector<LocationAttr> leaves;
  llvm::DenseMap<Attribute, unsigned> numbers;
};

// The file name of the locations that stand for others: no file has a line end in its name.
constexpr StringLiteral Stand = "\n";

void replaceLocations(Operation *op, AttrTypeReplacer &replacer) {
  replacer.replaceElementsIn(op, /*replaceAttrs=*/false, /*replaceLocs=*/true);
  for (Region &region : op->getRegions())
    for (Block &block : region)
      for (Operation &inner : block)
        replaceLocations(&inner, replacer);
}

bool isStandIn(FileLineColRange range) { return range.getFilename().getValue() == Stand; }

AttrTypeReplacer restorer(LocationTable &table) {
  AttrTypeReplacer replacer;
  replacer.addReplacement([&table](FileLineColRange range) -> std::pair<Attribute, WalkResult> {
    unsigned number = range.getStartLine();
    if (!isStandIn(range) || number == 0 || number > table.leaves.size())
      return {range, WalkResult::skip()};
    return {table.leaves[number - 1], WalkResult::skip()};
  });
  return replacer;
}

} // namespace

extern "C" {

void *pullbackLocationTableCreate() { return new LocationTable(); }
void pullbackLocationTableDestroy(void *table) { delete static_cast<LocationTable *>(table); }

// Puts stand-ins for the places in files into the op and what is in it: places that differ get different ones, and
// the same op in another place of the file the same ones. False if there are locations for which that cannot be
// done; the op may be changed by then, and putting back undoes it.
bool pullbackLocationsTake(MlirOperation op, void *data) {
  LocationTable &table = *static_cast<LocationTable *>(data);
  MLIRContext *context = unwrap(op)->getContext();
  StringAttr file = StringAttr::get(context, Stand);
  bool known = true;
  AttrTypeReplacer replacer;
  replacer.addReplacement([&](FileLineColRange range) -> std::pair<Attribute, WalkResult> {
    if (isStandIn(range)) {
      known = false;
      return {range, WalkResult::skip()};
    }
    auto [entry, isNew] = table.numbers.try_emplace(range, table.leaves.size() + 1);
    if (isNew)
      table.leaves.push_back(range);
    return {FileLineColLoc::get(file, entry->second, 0), WalkResult::skip()};
  });
  replacer.addReplacement([&](OpaqueLoc loc) -> std::pair<Attribute, WalkResult> {
    known = false;
    return {loc, WalkResult::skip()};
  });
  replaceLocations(unwrap(op), replacer);
  return known;
}

void pullbackLocationsPutBack(MlirOperation op, void *table) {
  AttrTypeReplacer replacer = restorer(*static_cast<LocationTable *>(table));
  replaceLocations(unwrap(op), replacer);
}

// Calls back with the outermost symbol of every reference in attributes and types, of the op alone or with all that
// is in it. False if something has an identity that a copy does not share: `distinct` attributes, resources.
bool pullbackOperationReferences(MlirOperation op, bool withRegions,
                                 void (*callback)(MlirStringRef, void *), void *data) {
  bool copyable = true;
  AttrTypeWalker walker;
  walker.addWalk([&](SymbolRefAttr symbol) {
    callback(wrap(symbol.getRootReference().getValue()), data);
  });
  walker.addWalk([&](DistinctAttr) { copyable = false; });
  walker.addWalk([&](DenseResourceElementsAttr) { copyable = false; });
  auto visit = [&](Operation *inner) {
    walker.walk(inner->getAttrDictionary());
    walker.walk(inner->getLoc());
    for (Type type : inner->getResultTypes())
      walker.walk(type);
    for (Region &region : inner->getRegions())
      for (Block &block : region)
        for (BlockArgument argument : block.getArguments()) {
          walker.walk(argument.getType());
          walker.walk(argument.getLoc());
        }
  };
  if (withRegions)
    unwrap(op)->walk(visit);
  else
    walker.walk(unwrap(op)->getAttrDictionary());
  return copyable;
}

// Whether a module's op can stand in another module: it exchanges no values with its neighbours.
bool pullbackOperationStandsAlone(MlirOperation raw) {
  Operation *op = unwrap(raw);
  bool isClosed = op->getNumRegions() == 0 || op->hasTrait<OpTrait::IsIsolatedFromAbove>();
  return op->isRegistered() && isClosed && op->getNumOperands() == 0 &&
         op->getNumResults() == 0 && op->getNumSuccessors() == 0;
}

// Appends a copy of a symbol's op to `block`: of a function a private declaration, with nothing but its name and
// its type if it is `bare`; of anything else all.
MlirOperation pullbackOperationDeclareToEnd(MlirOperation raw, bool bare, MlirBlock block) {
  Operation *op = unwrap(raw);
  auto function = dyn_cast<FunctionOpInterface>(op);
  auto symbol = dyn_cast<SymbolOpInterface>(op);
  if (!function || !symbol) {
    Operation *copy = op->clone();
    unwrap(block)->push_back(copy);
    return wrap(copy);
  }
  Operation *copy = op->cloneWithoutRegions();
  unwrap(block)->push_back(copy);
  if (auto llvm = dyn_cast<LLVM::LLVMFuncOp>(copy))
    llvm.setLinkage(LLVM::Linkage::External);
  else
    cast<SymbolOpInterface>(copy).setVisibility(SymbolTable::Visibility::Private);
  if (bare && copy->getName().getStringRef() == "func.func") {
    auto declared = cast<FunctionOpInterface>(copy);
    declared.removeArgAttrsAttr();
    declared.removeResAttrsAttr();
    copy->setDiscardableAttrs(DictionaryAttr::get(copy->getContext()));
  }
  return wrap(copy);
}

// Unlinks the op and appends it to `block`.
void pullbackOperationMoveToEnd(MlirOperation op, MlirBlock block) {
  unwrap(op)->remove();
  unwrap(block)->push_back(unwrap(op));
}

// Parses what was written of IR that was verified then; null after diagnostics.
MlirOperation pullbackParseUnverified(MlirContext context, MlirStringRef text) {
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(
      unwrap(text), ParserConfig(unwrap(context), /*verifyAfterParse=*/false), "");
  return module ? wrap(module.release().getOperation()) : MlirOperation{nullptr};
}

// Calls back with the namespace of each loaded dialect, sorted.
void pullbackContextLoadedDialects(MlirContext context, void (*callback)(MlirStringRef, void *),
                                   void *data) {
  for (Dialect *dialect : unwrap(context)->getLoadedDialects())
    callback(wrap(dialect->getNamespace()), data);
}

// Calls back with the canonical text of a pipeline, which begins with its anchor, and loads the dialects that its
// passes make ops of. False after `report`. If `context` is null nothing is loaded.
bool pullbackPipelineCanonical(MlirContext context, MlirStringRef text,
                               void (*callback)(MlirStringRef, void *),
                               void (*report)(MlirStringRef, void *), void *data) {
  std::string message;
  llvm::raw_string_ostream stream(message);
  OpPassManager manager("builtin.module");
  if (failed(parsePassPipeline(unwrap(text), manager, stream))) {
    report(MlirStringRef{message.data(), message.size()}, data);
    return false;
  }
  if (context.ptr) {
    DialectRegistry dialects;
    manager.getDependentDialects(dialects);
    unwrap(context)->appendDialectRegistry(dialects);
    for (StringRef name : dialects.getDialectNames())
      unwrap(context)->getOrLoadDialect(name);
  }
  std::string printed;
  llvm::raw_string_ostream out(printed);
  manager.printAsTextualPipeline(out);
  callback(MlirStringRef{printed.data(), printed.size()}, data);
  return true;
}

} // extern "C"
