//! Raw declarations of the C++ bridge to what MLIR's C API lacks.
//!
//! Nothing here is safe and nothing here decides anything: `pullback-ir` and `pullback-pass` give
//! the safe faces.
//!
//! **Architecture invariant:** no policy, no Rust types of ours, no dialect of ours.
#![expect(
    missing_docs,
    reason = "each function is documented where it is defined, in cpp/"
)]

use mlir_sys::{
    MlirAttribute, MlirBlock, MlirContext, MlirDialectRegistry, MlirLocation, MlirOperation,
    MlirRegion, MlirStringRef, MlirType, MlirValue,
};
use pullback_mlir_link as _;
use std::ffi::{c_char, c_int, c_void};

/// Kinds of pass options, as in `cpp/passes.cpp`.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    Bool,
    Int,
    Float,
    String,
    List,
}

#[repr(C)]
pub struct OptionInfo {
    pub name: MlirStringRef,
    pub description: MlirStringRef,
    pub default_value: MlirStringRef,
    pub kind: c_int,
}

pub type Report = unsafe extern "C" fn(MlirStringRef, *mut c_void);

#[repr(C)]
pub struct PassInfo {
    pub name: MlirStringRef,
    pub argument: MlirStringRef,
    pub description: MlirStringRef,
    pub anchor: MlirStringRef,
    pub n_dialects: isize,
    pub dialects: *const MlirStringRef,
    pub n_options: isize,
    pub options: *const OptionInfo,
    pub user: *mut c_void,
    pub check: unsafe extern "C" fn(*mut c_void, *const MlirStringRef, Report, *mut c_void) -> bool,
    pub run:
        unsafe extern "C" fn(*mut c_void, *const MlirStringRef, MlirOperation, *mut c_void) -> bool,
}

/// Adds dialects to a registry.
pub type Insert = unsafe extern "C" fn(MlirDialectRegistry, *mut c_void);

/// Runs a pipeline for `--incremental`: the op, the pipeline's text, the option's value, the running C++ pass.
pub type RunPipeline = unsafe extern "C" fn(
    MlirOperation,
    MlirStringRef,
    MlirStringRef,
    *mut c_void,
    *mut c_void,
) -> bool;

#[repr(C)]
pub struct OptHooks {
    pub add: Insert,
    pub check_pipeline: unsafe extern "C" fn(MlirStringRef, *mut c_void) -> bool,
    pub check_input: unsafe extern "C" fn(MlirStringRef, MlirStringRef, *mut c_void) -> bool,
    pub run_pipeline: Option<RunPipeline>,
    pub data: *mut c_void,
}

unsafe extern "C" {
    pub fn pullbackMappingCreate() -> *mut c_void;
    pub fn pullbackMappingDestroy(mapping: *mut c_void);
    pub fn pullbackMappingMap(mapping: *mut c_void, from: MlirValue, to: MlirValue);
    pub fn pullbackMappingLookupOrNull(mapping: *mut c_void, from: MlirValue) -> MlirValue;
    pub fn pullbackOperationCloneMapped(op: MlirOperation, mapping: *mut c_void) -> MlirOperation;
    pub fn pullbackRegionCloneInto(from: MlirRegion, into: MlirRegion, mapping: *mut c_void);

    pub fn pullbackBlockSpliceBefore(block: MlirBlock, op: MlirOperation);
    pub fn pullbackBlockSpliceToEnd(block: MlirBlock, into: MlirBlock);
    pub fn pullbackOperationDropAllReferences(op: MlirOperation);
    pub fn pullbackOperationDropAllDefinedValueUses(op: MlirOperation);
    pub fn pullbackOperationDestroy(op: MlirOperation);
    pub fn pullbackOperationEraseOperand(op: MlirOperation, index: isize);
    pub fn pullbackBlockEraseArgument(block: MlirBlock, index: isize);
    pub fn pullbackValueSetType(value: MlirValue, ty: MlirType);
    pub fn pullbackOperationSetLocation(op: MlirOperation, location: MlirLocation);

    pub fn pullbackOperationIsMemoryEffectFree(op: MlirOperation) -> bool;
    pub fn pullbackOperationIsSpeculatable(op: MlirOperation) -> bool;
    pub fn pullbackOperationWouldBeTriviallyDead(op: MlirOperation) -> bool;
    pub fn pullbackOperationIsTerminator(op: MlirOperation) -> bool;
    pub fn pullbackOperationIsConstantLike(op: MlirOperation) -> bool;
    pub fn pullbackOperationIsIsolatedFromAbove(op: MlirOperation) -> bool;
    pub fn pullbackOperationIsRegistered(op: MlirOperation) -> bool;
    pub fn pullbackValueHasUses(value: MlirValue) -> bool;
    pub fn pullbackOperationSymbolUses(
        op: MlirOperation,
        callback: Report,
        data: *mut c_void,
    ) -> bool;
    pub fn pullbackAttributeFastMath(attribute: MlirAttribute) -> u32;
    pub fn pullbackFastMathAttribute(context: MlirContext, bits: u32) -> MlirAttribute;
    pub fn pullbackOperationHash(op: MlirOperation) -> u64;
    pub fn pullbackContextRegisteredOps(
        context: MlirContext,
        namespace: MlirStringRef,
        callback: Report,
        data: *mut c_void,
    );

    pub fn pullbackParseModule(
        context: MlirContext,
        text: MlirStringRef,
        name: MlirStringRef,
    ) -> MlirOperation;

    pub fn pullbackEmitDiagnostic(
        location: MlirLocation,
        severity: c_int,
        message: MlirStringRef,
        n_notes: isize,
        note_locations: *const MlirLocation,
        notes: *const MlirStringRef,
    );

    pub fn pullbackLocationTableCreate() -> *mut c_void;
    pub fn pullbackLocationTableDestroy(table: *mut c_void);
    pub fn pullbackLocationsTake(op: MlirOperation, table: *mut c_void) -> bool;
    pub fn pullbackLocationsPutBack(op: MlirOperation, table: *mut c_void);
    pub fn pullbackOperationReferences(
        op: MlirOperation,
        with_regions: bool,
        callback: Report,
        data: *mut c_void,
    ) -> bool;
    pub fn pullbackOperationStandsAlone(op: MlirOperation) -> bool;
    pub fn pullbackOperationDeclareToEnd(
        op: MlirOperation,
        bare: bool,
        block: MlirBlock,
    ) -> MlirOperation;
    pub fn pullbackOperationMoveToEnd(op: MlirOperation, block: MlirBlock);
    pub fn pullbackParseUnverified(context: MlirContext, text: MlirStringRef) -> MlirOperation;
    pub fn pullbackContextLoadedDialects(context: MlirContext, callback: Report, data: *mut c_void);
    pub fn pullbackPipelineCanonical(
        context: MlirContext,
        text: MlirStringRef,
        callback: Report,
        report: Report,
        data: *mut c_void,
    ) -> bool;

    pub fn pullbackNameDialect(name: MlirStringRef, insert: Insert, data: *mut c_void);
    pub fn pullbackRegisterPass(info: *const PassInfo);
    pub fn pullbackRegisterPipeline(
        name: MlirStringRef,
        description: MlirStringRef,
        text: MlirStringRef,
    );
    pub fn pullbackPassRunPipeline(
        handle: *mut c_void,
        text: MlirStringRef,
        op: MlirOperation,
    ) -> bool;
    pub fn pullbackPassIsRegistered(name: MlirStringRef) -> bool;
    pub fn pullbackCheckPipeline(text: MlirStringRef, report: Report, data: *mut c_void) -> bool;

    pub fn pullbackRegisteredPassNames(callback: Report, data: *mut c_void);

    pub fn pullbackRegisterAllUpstreamDialects(registry: MlirDialectRegistry);
    pub fn pullbackRegistryAppend(from: MlirDialectRegistry, to: MlirDialectRegistry);
    pub fn pullbackRegisterAllUpstreamPasses();
    pub fn pullbackHideRegisteredOptions();
    pub fn pullbackOptMain(
        argc: c_int,
        argv: *mut *mut c_char,
        header: MlirStringRef,
        hooks: *const OptHooks,
    ) -> c_int;
    pub fn pullbackLspServerMain(
        argc: c_int,
        argv: *mut *mut c_char,
        add: Insert,
        data: *mut c_void,
    ) -> c_int;
    pub fn pullbackReduceMain(
        argc: c_int,
        argv: *mut *mut c_char,
        add: Insert,
        data: *mut c_void,
    ) -> c_int;
}
