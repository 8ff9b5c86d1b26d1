//! What compiled code says of NaNs and infinities, when it was made to.

use crate::trap;
use std::{
    ffi::{CStr, c_char},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The symbol that such code calls: `void (const char *text, double value)`.
pub(crate) const HELPER: &CStr = c"pullback_nonfinite";

/// A value that is not finite, and the text that the code gives with it.
#[derive(Clone, Debug, PartialEq)]
pub struct NonFinite {
    /// The text that the code holds for the place.
    pub text: String,
    /// The value.
    pub value: f64,
}

/// How many different places are kept; the first are the ones that matter.
const ENOUGH: usize = 256;

static WATCHED: Mutex<()> = Mutex::new(());
static SEEN: Mutex<Vec<(usize, NonFinite)>> = Mutex::new(Vec::new());

/// # Safety
/// `text` ends in NUL.
pub(crate) unsafe extern "C" fn report(text: *const c_char, value: f64) {
    // SAFETY: the caller's promise.
    trap::without_return(|| unsafe { note(text, value) });
}

/// # Safety
/// As above.
unsafe fn note(text: *const c_char, value: f64) {
    let mut seen = lock(&SEEN);
    let address = text as usize;
    if seen.len() < ENOUGH && !seen.iter().any(|(known, _)| *known == address) {
        // SAFETY: the caller's promise.
        let text = unsafe { CStr::from_ptr(text) };
        let text = text.to_string_lossy().into_owned();
        seen.push((address, NonFinite { text, value }));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs compiled code that was made to report what is not finite, and gives its reports: one for each place, in
/// the order of first occurrence. One watch at a time; another one waits.
pub fn watch<R>(body: impl FnOnce() -> R) -> (R, Vec<NonFinite>) {
    let _only = lock(&WATCHED);
    lock(&SEEN).clear();
    let result = body();
    let seen = std::mem::take(&mut *lock(&SEEN));
    (result, seen.into_iter().map(|(_, report)| report).collect())
}
