//! MLIR's LLVM dialect to LLVM IR, by MLIR's own translation.

use crate::error::{Error, ErrorKind, Result};
use inkwell::{context::Context, module::Module};
use melior::{
    StringRef,
    diagnostic::{Diagnostic, DiagnosticSeverity},
    ir::{
        Location, OperationRef,
        attribute::StringAttribute,
        operation::{OperationLike, WalkOrder, WalkResult},
    },
};
use std::sync::{Arc, Mutex, PoisonError};

/// Teaches an MLIR context the translation to LLVM IR; once for each context, before [`translate()`].
pub fn register_translations(context: &melior::Context) {
    melior::utility::register_all_llvm_translations(context);
}

/// Where the LLVM dialect keeps a module's data layout.
const DATA_LAYOUT: &str = "llvm.data_layout";

/// Translates a module in the LLVM dialect. What MLIR says against it is the error; its first
/// location is the error's.
///
/// Sizes of types become constants meanwhile, so that the data layout must be known before.
pub fn translate<'ctx>(
    module: OperationRef<'_, '_>,
    context: &'ctx Context,
    data_layout: &str,
) -> Result<Module<'ctx>> {
    let (translated, problems) = collect_diagnostics(module, || {
        let name = StringRef::new(DATA_LAYOUT).to_raw();
        // SAFETY: the module is alive, and the name and the text are copied.
        let old = unsafe {
            let context = mlir_sys::mlirOperationGetContext(module.to_raw());
            let layout = StringRef::new(data_layout).to_raw();
            let layout = mlir_sys::mlirStringAttrGet(context, layout);
            let old = mlir_sys::mlirOperationGetDiscardableAttributeByName(module.to_raw(), name);
            mlir_sys::mlirOperationSetDiscardableAttributeByName(module.to_raw(), name, layout);
            old
        };
        // SAFETY: both contexts and the module are alive; the types differ only because two
        // bindings declare the one LLVM. The module is left as it was.
        unsafe {
            let translated =
                mlir_sys::mlirTranslateModuleToLLVMIR(module.to_raw(), context.raw().cast());
            if old.ptr.is_null() {
                mlir_sys::mlirOperationRemoveDiscardableAttributeByName(module.to_raw(), name);
            } else {
                mlir_sys::mlirOperationSetDiscardableAttributeByName(module.to_raw(), name, old);
            }
            translated
        }
    });
    if translated.is_null() {
        return Err(translation_error(problems));
    }
    // SAFETY: the translation made the module in `context` and gave it to us alone.
    let translated = unsafe { Module::new(translated.cast()) };
    translated
        .verify()
        .map_err(|message| ErrorKind::InvalidIr(message.to_string().trim_end().into()))?;
    Ok(translated)
}

fn translation_error(problems: Vec<(Option<String>, String)>) -> Error {
    let location = problems.iter().find_map(|(location, _)| location.clone());
    let messages: Vec<_> = problems.into_iter().map(|(_, message)| message).collect();
    let text = if messages.is_empty() {
        "it was given without a reason".into()
    } else {
        messages.join("; ")
    };
    Error::from(ErrorKind::Translation(text)).at(location)
}

/// Runs an action with the errors of the operation's context collected instead of printed.
fn collect_diagnostics<T>(
    operation: OperationRef<'_, '_>,
    action: impl FnOnce() -> T,
) -> (T, Vec<(Option<String>, String)>) {
    let context = operation.context();
    // SAFETY: the reference is used in this function only, in which the operation keeps the context.
    let context = unsafe { context.to_ref() };
    let collected = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&collected);
    let id = context.attach_diagnostic_handler(move |diagnostic: Diagnostic<'_>| {
        if matches!(diagnostic.severity(), DiagnosticSeverity::Error) {
            let problem = (location_text(diagnostic.location()), diagnostic.to_string());
            sink.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(problem);
        }
        true
    });
    let result = action();
    context.detach_diagnostic_handler(id);
    let problems = std::mem::take(&mut *collected.lock().unwrap_or_else(PoisonError::into_inner));
    (result, problems)
}

/// `file:line:column` of the first file position in a location; `None` if it has none.
pub(crate) fn location_text(location: Location<'_>) -> Option<String> {
    let mut location = location;
    loop {
        if location.is_file_line_col_range() {
            let file = location.file_line_col_range_filename();
            return Some(format!(
                "{}:{}:{}",
                file.as_string_ref().as_str().ok()?,
                location.file_line_col_range_start_line(),
                location.file_line_col_range_start_column()
            ));
        }
        location = if location.is_name() {
            location.name_child_location()
        } else if location.is_call_site() {
            location.call_site_callee()
        } else if location.is_fused() && location.fused_num_locations() > 0 {
            location.fused_location(0)
        } else {
            return None;
        };
    }
}

/// Where the module defines a symbol.
pub(crate) fn location_of_symbol(module: OperationRef<'_, '_>, symbol: &str) -> Option<String> {
    find(module, |operation| {
        let name = operation.attribute("sym_name").ok()?;
        let name = StringAttribute::try_from(name).ok()?;
        (name.value() == symbol).then(|| location_text(operation.location()))?
    })
}

/// The first answer of a question asked of every operation, outermost first.
pub(crate) fn find<T>(
    module: OperationRef<'_, '_>,
    mut question: impl FnMut(OperationRef<'_, '_>) -> Option<T>,
) -> Option<T> {
    let mut answer = None;
    module.walk(WalkOrder::PreOrder, |operation| {
        answer = question(operation);
        if answer.is_some() {
            WalkResult::Interrupt
        } else {
            WalkResult::Advance
        }
    });
    answer
}
