//! Hardware traps of compiled code as messages.
//!
//! Compiled programs divide integers, recurse and allocate as they were written. On x86-64 a division by zero (or of
//! the smallest integer by -1) raises SIGFPE, recursion without end runs into the stack's guard page, and
//! tapes without end into the arena's. [`guarded`] makes them end the process with a sentence and exit status 1, unless the
//! call is one that comes back from them ([`crate::EntryFn::recovering`]).

use crate::{
    arena::{overflown, physical_memory, sized},
    error::{ErrorKind, Result},
    trap::{self, Trap},
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
    static TEXT: RefCell<[u8; 512]> = const { RefCell::new([0; 512]) };
}

extern "C" fn handler(signal: libc::c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: only async-signal-safe calls: write, _exit, signal, raise; const thread locals need no set-up; the
    // system hands over the signal's description, and the state of the thread, which is a `ucontext_t`.
    unsafe {
        let trap = || match signal {
            libc::SIGFPE => Trap::Division,
            _ => overflown((*info).si_addr() as usize).map_or(Trap::Stack, Trap::Memory),
        };
        if trap::come_back(trap, context.cast()) {
            return;
        }
        if RUNNING.get() {
            say(format_args!("error: {}\n", trap()));
            libc::_exit(1);
        }
        // Not the compiled program's: die as one would have without this handler.
        libc::signal(signal, libc::SIG_DFL);
        libc::raise(signal);
    }
}

/// Ends the process with a sentence: with status 1 where it was to be so, else as an abort.
pub(crate) fn end(trap: &Trap) -> ! {
    say(format_args!("error: {trap}\n"));
    // SAFETY: no precondition.
    unsafe {
        match RUNNING.get() {
            true => libc::_exit(1),
            false => libc::abort(),
        }
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

/// Has traps come here.
pub(crate) fn install() {
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
/// status 1. For command-line tools: what must live on takes [`crate::EntryFn::recovering`].
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
