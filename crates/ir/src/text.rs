//! Strings across the C boundary.

use mlir_sys::MlirStringRef;
use std::ffi::c_void;

pub(crate) fn to_ref(text: &str) -> MlirStringRef {
    MlirStringRef {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

/// # Safety
/// The reference must be valid for `'a`.
pub(crate) unsafe fn from_ref<'a>(text: MlirStringRef) -> &'a str {
    if text.length == 0 {
        return "";
    }
    // SAFETY: the caller vouches for the reference; MLIR's identifiers and texts are bytes.
    let bytes = unsafe { std::slice::from_raw_parts(text.data.cast::<u8>(), text.length) };
    std::str::from_utf8(bytes).unwrap_or("<invalid UTF-8>")
}

/// Appends to the `Vec<u8>` behind `data`.
pub(crate) unsafe extern "C" fn collect(text: MlirStringRef, data: *mut c_void) {
    if text.length == 0 {
        return;
    }
    // SAFETY: every caller in this crate passes a `Vec<u8>`, and MLIR a valid reference.
    unsafe {
        let bytes = std::slice::from_raw_parts(text.data.cast::<u8>(), text.length);
        (*data.cast::<Vec<u8>>()).extend_from_slice(bytes);
    }
}

/// Collects what a printing function of the C API writes.
pub(crate) fn printed(print: impl FnOnce(*mut c_void)) -> Vec<u8> {
    let mut bytes = Vec::new();
    print((&raw mut bytes).cast());
    bytes
}

pub(crate) fn printed_text(print: impl FnOnce(*mut c_void)) -> String {
    String::from_utf8_lossy(&printed(print)).into_owned()
}
