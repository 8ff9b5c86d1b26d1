//! The C functions of `cpp/CApi.h`.

use mlir_sys::{MlirDialectRegistry, MlirType};

unsafe extern "C" {
    pub(crate) fn pullbackRegisterFunctionalDialect(registry: MlirDialectRegistry);
    pub(crate) fn pullbackFunctionalFnTypeGet(signature: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalTypeIsFn(r#type: MlirType) -> bool;
    pub(crate) fn pullbackFunctionalFnTypeGetSignature(r#type: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalTangentType(r#type: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalResultTangentType(r#type: MlirType) -> MlirType;
    pub(crate) fn pullbackFunctionalTypeHoldsFloat(tangent: MlirType) -> bool;
}
