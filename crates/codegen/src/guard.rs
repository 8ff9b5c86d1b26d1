//! Hardware traps of compiled code as messages.
//!
//! Compiled programs divide integers and recurse as they were written. On x86-64 a division by zero (or of the
//! smallest integer by -1) raises SIGFPE, and recursion without end runs into the stack's guard page. Neither
//! can be undone inside the process: [`guarded`] makes them end it with a sentence and exit status 1.

use std::{cell::Cell, sync::Once};

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

const DIVISION: &str = "error: the compiled program divided an integer by zero, or the smallest integer by -1; guard the division with a condition\n";
const STACK: &str = "error: the compiled program ran out of stack, or touched memory that is not its own; bound its recursion\n";

extern "C" fn handler(signal: libc::c_int) {
    // SAFETY: only async-signal-safe calls: write, _exit, signal, raise; a const thread local needs no set-up.
    unsafe {
        if RUNNING.get() {
            let text = if signal == libc::SIGFPE {
                DIVISION
            } else {
                STACK
            };
            libc::write(2, text.as_ptr().cast(), text.len());
            libc::_exit(1);
        }
        // Not the compiled program's: die as one would have without this handler.
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

fn install() {
    static ONCE: Once = Once::new();
    // SAFETY: the action is fully set before it is installed; the handler is async-signal-safe, and runs on
    // the alternate stack that Rust gives every thread.
    ONCE.call_once(|| unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        action.sa_flags = libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        for signal in [libc::SIGFPE, libc::SIGSEGV, libc::SIGBUS] {
            libc::sigaction(signal, &raw const action, std::ptr::null_mut());
        }
    });
}

/// Runs compiled code so that its traps end the process with a message and status 1. For command-line tools: a
/// library that must live on checks its programs instead.
pub fn guarded<R>(body: impl FnOnce() -> R) -> R {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            RUNNING.set(false);
        }
    }
    install();
    RUNNING.set(true);
    let _reset = Reset;
    body()
}
