//! A panic in Rust code below C++ becomes a value; its text is kept for the diagnostic.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Once,
};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the panic of a guarded call off the terminal; other panics go where they went before.
pub fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let previous = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if DEPTH.get() == 0 {
                previous(info);
                return;
            }
            let text = info.payload_as_str().unwrap_or("no message");
            let place = info
                .location()
                .map(|at| format!(" ({}:{})", at.file(), at.line()))
                .unwrap_or_default();
            LAST.with_borrow_mut(|last| *last = format!("{text}{place}"));
        }));
    });
}

/// Runs `body`; a panic comes back as its text.
pub(crate) fn guarded<R>(body: impl FnOnce() -> R) -> Result<R, String> {
    quiet_panics();
    DEPTH.set(DEPTH.get() + 1);
    let result = catch_unwind(AssertUnwindSafe(body));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|_| LAST.with_borrow_mut(std::mem::take))
}
