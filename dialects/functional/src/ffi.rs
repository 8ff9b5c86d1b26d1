//! The C functions of `cpp/CApi.h`.

use mlir_sys::{
    MlirAttribute, MlirContext, MlirDialectRegistry, MlirOperation, MlirStringRef, MlirType,
};
use std::ffi::c_void;

unsafe extern "C" {
    pub(crate) fn pullbackRegisterFunctionalDialect(registry: MlirDialectRegistry);
    pub(crate) fn pullbackFunctionalFnTypeGet(signature: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalTypeIsFn(r#type: MlirType) -> bool;
    pub(crate) fn pullbackFunctionalFnTypeGetSignature(r#type: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalTangentType(r#type: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalResultTangentType(r#type: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalDataTypeGet(
        context: MlirContext,
        name: MlirStringRef,
    ) -> MlirType;
    pub(crate) fn pullbackFunctionalDataTypeGetSymbol(r#type: MlirType) -> MlirAttribute;
    pub(crate) fn pullbackFunctionalDataTypeIsTangent(r#type: MlirType) -> bool;
    pub(crate) fn pullbackFunctionalStackTypeGet(
        context: MlirContext,
        count: isize,
        elements: *const MlirType,
    ) -> MlirType;
    pub(crate) fn pullbackFunctionalStackTypeGetNumElements(r#type: MlirType) -> isize;
    pub(crate) fn pullbackFunctionalStackTypeGetElement(r#type: MlirType, index: isize)
    -> MlirType;
    pub(crate) fn pullbackFunctionalConstructors(
        from: MlirOperation,
        r#type: MlirType,
        each: unsafe extern "C" fn(MlirAttribute, isize, *const MlirType, *mut c_void),
        data: *mut c_void,
    ) -> bool;
    pub(crate) fn pullbackFunctionalTangentLeaves(
        r#type: MlirType,
        each: unsafe extern "C" fn(MlirType, *mut c_void),
        data: *mut c_void,
    );
    pub(crate) fn pullbackFunctionalTypeHoldsFloat(tangent: MlirType) -> bool;
}
