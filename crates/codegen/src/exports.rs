//! Which functions others can see.
//!
//! A function that nobody outside the module calls may change its signature, merge into its callers
//! and vanish. MLIR's translation leaves every function visible, so the caller says which ones are.

use crate::{
    error::Result,
    thunk::{definition, name_of},
};
use inkwell::module::{Linkage, Module};

/// Makes every function that the module defines internal, but for those named. Wrappers made later
/// are visible whatever is said here.
pub(crate) fn keep_visible(module: &Module<'_>, names: &[String]) -> Result<()> {
    for name in names {
        definition(module, name)?;
    }
    for function in module.get_functions() {
        if function.count_basic_blocks() > 0 && !names.contains(&name_of(function)) {
            function.set_linkage(Linkage::Internal);
        }
    }
    Ok(())
}
