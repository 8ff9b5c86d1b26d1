//! Hardware traps of compiled code as messages.
//!
//! Compiled programs divide integers, recurse and allocate as they were written. On x86-64 a division by zero (or of
//! the smallest integer by -1) raises SIGFPE, recursion without end runs into the stack's guard page, and
//! tapes without end into the arena's. None can be undone inside the process: [`guarded`] makes them end it with
//! a sentence and exit status 1.

use crate::{
    arena::{overflown, physical_memory, sized},
    error::{ErrorKind, Result},
};
use std::{
    cell::{Cell, RefCell},
    io,
    sync::Once,
    thread,
};

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// What [`say`] writes into, so that the handler allocates nothing.
    static TEXT: RefCell<[u8; 256]> = const { RefCell::new([0; 256]) };
}

const DIVISION: &str = "error: the compiled program divided an integer by zero, or the smallest integer by -1; guard the division with a condition\n";
const STACK: &str = "error: the compiled program ran out of stack, or touched memory that is not its own; bound its recursion, or give it a larger stack\n";

extern "C" fn handler(signal: libc::c_int, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    // SAFETY: only async-signal-safe calls: write, _exit, signal, raise; const thread locals need no set-up; the
    // system hands over the signal's description.
    unsafe {
        if RUNNING.get() {
            match signal {
                libc::SIGFPE => say(format_args!("{DIVISION}")),
                _ => match overflown((*info).si_addr() as usize) {
                    Some(memory) => say(format_args!(
                        "error: the compiled program ran out of memory for data and tapes, of which it has {}; let it keep less, or give it more memory\n",
                        sized(memory)
                    )),
                    None => say(format_args!("{STACK}")),
                },
            }
            libc::_exit(1);
        }
        // Not the compiled program's: die as one would have without this handler.
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

/// Writes to standard error, in one piece and without allocating.
fn say(text: std::fmt::Arguments<'_>) {
    use io::Write;
    TEXT.with_borrow_mut(|buffer| {
        let mut rest = &mut buffer[..];
        let _ = rest.write_fmt(text);
        let unused = rest.len();
        let length = buffer.len() - unused;
        // SAFETY: the bytes are there, and `write` is async-signal-safe.
        unsafe { libc::write(2, buffer.as_ptr().cast(), length) };
    });
}

fn install() {
    static ONCE: Once = Once::new();
    // SAFETY: the action is fully set before it is installed; the handler is async-signal-safe, and runs on
    // the alternate stack that Rust gives every thread.
    ONCE.call_once(|| unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        action.sa_flags = libc::SA_ONSTACK | libc::SA_SIGINFO;
        libc::sigemptyset(&raw mut action.sa_mask);
        for signal in [libc::SIGFPE, libc::SIGSEGV, libc::SIGBUS] {
            libc::sigaction(signal, &raw const action, std::ptr::null_mut());
        }
    });
}

/// The largest stack that nobody chose, and the fraction of this machine's memory that it may fill.
const STACK_SIZE: usize = 4 << 30;
const STACK_SHARE: usize = 4;

/// The smallest stack, with room for Rust's own frames.
const SMALLEST: usize = 1 << 16;

/// Runs compiled code on a thread with a stack of so many bytes, so that its traps end the process with a message and
/// status 1. For command-line tools: a library that must live on checks its programs instead.
///
/// The system backs a stack with memory when it is first touched. Without a size, it is 4 GiB, or a
/// quarter of this machine's memory if that is less: enough for a recursion of depth ten million.
pub fn guarded<R: Send>(stack: Option<usize>, body: impl FnOnce() -> R + Send) -> Result<R> {
    install();
    let size = stack.unwrap_or_else(|| STACK_SIZE.min(physical_memory() / STACK_SHARE));
    let run = || {
        RUNNING.set(true);
        let result = body();
        RUNNING.set(false);
        result
    };
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("compiled".into())
            .stack_size(size.max(SMALLEST))
            .spawn_scoped(scope, run)
            .map_err(|error| ErrorKind::Jit {
                action: format!("reserve a stack of {}", sized(size)),
                message: error.to_string(),
                advice: "ask for a smaller one".into(),
            })?;
        match worker.join() {
            Ok(result) => Ok(result),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
