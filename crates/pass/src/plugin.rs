//! Dialects and passes as a plugin for a stock `mlir-opt`.

use crate::panic;
use crate::register::{AddDialects, add_dialects};
use mlir_sys::MlirDialectRegistry;
use std::ffi::c_char;

/// A registry that C++ lends. Only C++ makes values of this type.
#[derive(Debug)]
#[repr(transparent)]
pub struct LentRegistry(MlirDialectRegistry);

/// What MLIR asks a plugin for; as `PassPluginLibraryInfo` and `DialectPluginLibraryInfo` of
/// `mlir/Tools/Plugins`.
#[derive(Debug)]
#[repr(C)]
pub struct PluginInfo<F> {
    api_version: u32,
    name: *const c_char,
    version: *const c_char,
    register: F,
}

impl<F> PluginInfo<F> {
    /// For [`export_plugin!`](crate::export_plugin).
    pub const fn new(
        name: &'static std::ffi::CStr,
        version: &'static std::ffi::CStr,
        register: F,
    ) -> Self {
        Self {
            api_version: 1,
            name: name.as_ptr(),
            version: version.as_ptr(),
            register,
        }
    }
}

/// For [`export_plugin!`](crate::export_plugin).
pub fn plugin_dialects(registry: LentRegistry, mut add: AddDialects) {
    // SAFETY: the registry is live, by its type; `add` lives during the call.
    unsafe { add_dialects(registry.0, (&raw mut add).cast()) }
}

/// For [`export_plugin!`](crate::export_plugin).
pub fn plugin_passes(register: fn()) {
    if let Err(text) = panic::guarded(register) {
        eprintln!("error: internal error while registering passes: {text}");
    }
}

/// Makes a `cdylib` a plugin for `mlir-opt --load-dialect-plugin=` and `--load-pass-plugin=`.
///
/// ```
/// fn no_dialects(_: &melior::dialect::DialectRegistry) {}
/// fn no_passes() {}
/// pullback_pass::export_plugin!(name: c"example", version: c"1", dialects: no_dialects, passes: no_passes);
/// ```
#[macro_export]
macro_rules! export_plugin {
    (name: $name:expr, version: $version:expr, dialects: $dialects:expr, passes: $passes:expr $(,)?) => {
        /// MLIR looks for it by this name.
        #[unsafe(no_mangle)]
        #[expect(non_snake_case, reason = "MLIR's name")]
        pub extern "C" fn mlirGetDialectPluginInfo()
        -> $crate::PluginInfo<extern "C" fn($crate::LentRegistry)> {
            extern "C" fn register(registry: $crate::LentRegistry) {
                $crate::plugin_dialects(registry, $dialects);
            }
            $crate::PluginInfo::new($name, $version, register)
        }

        /// MLIR looks for it by this name.
        #[unsafe(no_mangle)]
        #[expect(non_snake_case, reason = "MLIR's name")]
        pub extern "C" fn mlirGetPassPluginInfo() -> $crate::PluginInfo<extern "C" fn()> {
            extern "C" fn register() {
                $crate::plugin_passes($passes);
            }
            $crate::PluginInfo::new($name, $version, register)
        }
    };
}
