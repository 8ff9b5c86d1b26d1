// IR surgery and queries that MLIR's C API lacks. No policy: each function is a thin call.

#include "mlir-c/IR.h"
#include "mlir/CAPI/IR.h"
#include "mlir/CAPI/Support.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"

using namespace mlir;

extern "C" {

// ---- cloning with a value map ----

void *pullbackMappingCreate() { return new IRMapping(); }
void pullbackMappingDestroy(void *m) { delete static_cast<IRMapping *>(m); }
void pullbackMappingMap(void *m, MlirValue from, MlirValue to) {
  static_cast<IRMapping *>(m)->map(unwrap(from), unwrap(to));
}
MlirValue pullbackMappingLookupOrNull(void *m, MlirValue from) {
  return wrap(static_cast<IRMapping *>(m)->lookupOrNull(unwrap(from)));
}
// The clone is detached; values of the original that are not in the map are kept, inner ones are added to it.
MlirOperation pullbackOperationCloneMapped(MlirOperation op, void *m) {
  return wrap(unwrap(op)->clone(*static_cast<IRMapping *>(m)));
}
// Appends clones of the region's blocks to `into`.
void pullbackRegionCloneInto(MlirRegion from, MlirRegion into, void *m) {
  unwrap(from)->cloneInto(unwrap(into), *static_cast<IRMapping *>(m));
}

// ---- moving code ----

// Moves every op of `block` but not the block itself before `op`.
void pullbackBlockSpliceBefore(MlirBlock block, MlirOperation op) {
  Operation *before = unwrap(op);
  Block *source = unwrap(block);
  before->getBlock()->getOperations().splice(before->getIterator(),
                                             source->getOperations());
}
// Moves every op of `block` to the end of `into`.
void pullbackBlockSpliceToEnd(MlirBlock block, MlirBlock into) {
  Block *target = unwrap(into);
  target->getOperations().splice(target->end(), unwrap(block)->getOperations());
}
void pullbackOperationDropAllReferences(MlirOperation op) {
  unwrap(op)->dropAllReferences();
}
void pullbackOperationDropAllDefinedValueUses(MlirOperation op) {
  unwrap(op)->dropAllDefinedValueUses();
}
void pullbackOperationDestroy(MlirOperation op) { unwrap(op)->destroy(); }
void pullbackOperationEraseOperand(MlirOperation op, intptr_t index) {
  unwrap(op)->eraseOperand(index);
}
void pullbackBlockEraseArgument(MlirBlock block, intptr_t index) {
  unwrap(block)->eraseArgument(index);
}
void pullbackValueSetType(MlirValue value, MlirType type) {
  unwrap(value).setType(unwrap(type));
}
void pullbackOperationSetLocation(MlirOperation op, MlirLocation loc) {
  unwrap(op)->setLoc(unwrap(loc));
}

// ---- queries ----

bool pullbackOperationIsMemoryEffectFree(MlirOperation op) {
  return isMemoryEffectFree(unwrap(op));
}
bool pullbackOperationIsSpeculatable(MlirOperation op) {
  return isSpeculatable(unwrap(op));
}
bool pullbackOperationWouldBeTriviallyDead(MlirOperation op) {
  return wouldOpBeTriviallyDead(unwrap(op));
}
bool pullbackOperationIsTerminator(MlirOperation op) {
  return unwrap(op)->hasTrait<OpTrait::IsTerminator>();
}
bool pullbackOperationIsConstantLike(MlirOperation op) {
  return unwrap(op)->hasTrait<OpTrait::ConstantLike>();
}
bool pullbackOperationIsIsolatedFromAbove(MlirOperation op) {
  return unwrap(op)->hasTrait<OpTrait::IsIsolatedFromAbove>();
}
bool pullbackOperationIsRegistered(MlirOperation op) {
  return unwrap(op)->isRegistered();
}
bool pullbackValueHasUses(MlirValue value) { return !unwrap(value).use_empty(); }

// Calls back with the root name of every symbol use in the op and its regions, nested symbol tables left out;
// false, perhaps after some calls, if an unregistered op makes that unknown. As `SymbolTable::getSymbolUses`, which makes
// a dictionary of each op's attributes: here an attribute without symbols, as most are, is looked into once.
bool pullbackOperationSymbolUses(MlirOperation op,
                                 void (*callback)(MlirStringRef, void *), void *data) {
  llvm::SmallDenseSet<Attribute> plain;
  auto visit = [&](Attribute attribute) {
    if (!attribute || plain.contains(attribute))
      return;
    bool found = false;
    attribute.walk<WalkOrder::PreOrder>([&](SymbolRefAttr symbol) {
      found = true;
      callback(wrap(symbol.getRootReference().getValue()), data);
      return WalkResult::skip();
    });
    if (!found)
      plain.insert(attribute);
  };
  SmallVector<Operation *> pending{unwrap(op)};
  while (!pending.empty()) {
    Operation *user = pending.pop_back_val();
    if (user->getNumRegions() == 1 && !user->getDialect())
      return false;
    for (NamedAttribute named : user->getDiscardableAttrs())
      visit(named.getValue());
    if (!user->isRegistered()) {
      visit(user->getPropertiesAsAttribute());
    } else {
      for (StringAttr name : user->getName().getAttributeNames())
        // Numbers of operands and results, of which an attribute would have to be made.
        if (!name.getValue().ends_with("SegmentSizes"))
          visit(user->getInherentAttr(name).value_or(Attribute()));
    }
    if (user->hasTrait<OpTrait::SymbolTable>())
      continue;
    for (Region &region : user->getRegions())
      for (Block &block : region)
        for (Operation &inner : block)
          pending.push_back(&inner);
  }
  return true;
}

// The flags of `#arith.fastmath<..>` as bits; 0 for any other attribute.
uint32_t pullbackAttributeFastMath(MlirAttribute attribute) {
  auto flags = dyn_cast<arith::FastMathFlagsAttr>(unwrap(attribute));
  return flags ? static_cast<uint32_t>(flags.getValue()) : 0;
}
// Loads `arith`, if it is not there.
MlirAttribute pullbackFastMathAttribute(MlirContext context, uint32_t bits) {
  MLIRContext *raw = unwrap(context);
  raw->getOrLoadDialect<arith::ArithDialect>();
  return wrap(arith::FastMathFlagsAttr::get(raw, static_cast<arith::FastMathFlags>(bits)));
}

// A structural hash without locations and without the addresses of the ops.
uint64_t pullbackOperationHash(MlirOperation op) {
  return static_cast<uint64_t>(OperationEquivalence::computeHash(
      unwrap(op), OperationEquivalence::ignoreHashValue,
      OperationEquivalence::ignoreHashValue,
      OperationEquivalence::IgnoreLocations));
}

// Calls back with the name of every op that the loaded dialect `ns` registers.
void pullbackContextRegisteredOps(MlirContext context, MlirStringRef ns,
                                  void (*callback)(MlirStringRef, void *),
                                  void *data) {
  for (RegisteredOperationName name : unwrap(context)->getRegisteredOperations())
    if (name.getDialectNamespace() == unwrap(ns))
      callback(wrap(name.getStringRef()), data);
}

// Parses and verifies; null after diagnostics. Unlike the C API's functions this one takes several top-level
// ops and a name for locations at once. The text must be followed by a zero byte.
MlirOperation pullbackParseModule(MlirContext context, MlirStringRef text,
                                  MlirStringRef name) {
  OwningOpRef<ModuleOp> module =
      parseSourceString<ModuleOp>(unwrap(text), ParserConfig(unwrap(context)), unwrap(name));
  return module ? wrap(module.release().getOperation()) : MlirOperation{nullptr};
}

// ---- diagnostics with notes; severity: 0 error, 1 warning, 2 remark ----

void pullbackEmitDiagnostic(MlirLocation loc, int severity, MlirStringRef message,
                            intptr_t nNotes, MlirLocation const *noteLocs,
                            MlirStringRef const *notes) {
  static const DiagnosticSeverity severities[] = {DiagnosticSeverity::Error,
                                                  DiagnosticSeverity::Warning,
                                                  DiagnosticSeverity::Remark};
  Location location = unwrap(loc);
  InFlightDiagnostic diagnostic = location->getContext()->getDiagEngine().emit(
      location, severities[severity]);
  diagnostic << unwrap(message);
  for (intptr_t i = 0; i < nNotes; ++i)
    diagnostic.attachNote(unwrap(noteLocs[i])) << unwrap(notes[i]);
}

} // extern "C"
