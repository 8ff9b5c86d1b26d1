//! The C functions of `cpp/CApi.h`.

use mlir_sys::MlirDialectRegistry;

unsafe extern "C" {
    pub(crate) fn pullbackRegisterNdDialect(registry: MlirDialectRegistry);
}
