//! Calls of compiled code that come back from its traps.
//!
//! The call leaves behind where its frame is; the handler of a trap has the thread go on there, as `longjmp` would. The frames in
//! between are those of compiled code, of the C library's mathematics and of conversions of floats: none has anything to clean
//! up. Where compiled code calls what has, there is no way back meanwhile ([`without_return`]).

use crate::{arena::sized, entry::Thunk, fail::Sentence, guard};
use std::{
    arch::{asm, naked_asm},
    cell::Cell,
    fmt::{self, Display, Formatter},
    ptr,
};

/// How compiled code can end early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trap {
    /// An integer was divided by zero, or the smallest one by -1.
    Division,
    /// The stack is used up.
    Stack,
    /// The memory for data and tapes is used up, of which there are so many bytes.
    Memory(usize),
    /// A test of the program's own does not hold: a shape, a position.
    Failed(Sentence),
}

impl Display for Trap {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if let Self::Failed(sentence) = self {
            return sentence.fmt(f);
        }
        f.write_str("the compiled program ")?;
        match self {
            Self::Failed(_) => Ok(()),
            Self::Division => f.write_str(
                "divided an integer by zero, or the smallest integer by -1; guard the division with a condition",
            ),
            Self::Stack => f.write_str(
                "ran out of stack, or touched memory that is not its own; bound its recursion, or give it a larger stack",
            ),
            Self::Memory(memory) => write!(
                f,
                "ran out of memory for data and tapes, of which it has {}; let it keep less, or give it more memory",
                sized(*memory)
            ),
        }
    }
}

/// Where a call goes on after a trap.
#[repr(C)]
struct Landing {
    /// The stack pointer of [`enter`]; zero before.
    stack: usize,
    /// The instruction.
    resume: usize,
    trap: Option<Trap>,
}

thread_local! {
    /// That of the innermost call.
    static LANDING: Cell<*mut Landing> = const { Cell::new(ptr::null_mut()) };
}

/// Runs a thunk; says how it trapped if it did.
///
/// # Safety
/// The slices have what the thunk takes and gives, and its arena is this call's.
pub(crate) unsafe fn call(thunk: Thunk, args: &[u64], results: &mut [u64]) -> Result<(), Trap> {
    guard::install();
    let mut landing = Landing {
        stack: 0,
        resume: 0,
        trap: None,
    };
    let place = &raw mut landing;
    let outer = LANDING.replace(place);
    // SAFETY: the caller's promise; the landing outlives the call.
    unsafe { enter(args.as_ptr(), results.as_mut_ptr(), thunk, place) };
    LANDING.set(outer);
    // SAFETY: as above; the handler may have written there.
    match unsafe { (*place).trap.take() } {
        None => Ok(()),
        Some(trap) => Err(trap),
    }
}

/// Calls the thunk. What is to be as before for the caller is put on the stack, also the modes of floats.
///
/// # Safety
/// As [`call`].
#[unsafe(naked)]
unsafe extern "C" fn enter(
    args: *const u64,
    results: *mut u64,
    thunk: Thunk,
    landing: *mut Landing,
) {
    naked_asm!(
        "push rbp",
        "push rbx",
        "push r12",
        "push r13",
        "push r14",
        "push r15",
        // The stack is aligned to 16 bytes again: the call's return address and six registers are 56.
        "sub rsp, 8",
        "stmxcsr [rsp]",
        "lea rax, [rip + 2f]",
        "mov [rcx + 8], rax",
        "mov [rcx], rsp",
        "call rdx",
        "2:",
        "ldmxcsr [rsp]",
        "cld",
        "add rsp, 8",
        "pop r15",
        "pop r14",
        "pop r13",
        "pop r12",
        "pop rbx",
        "pop rbp",
        "ret",
    )
}

/// Has the thread go on behind the call that it is in; says whether there is one.
///
/// # Safety
/// Called by the handler of a signal that the thread raised itself, with the state that the system hands over.
pub(crate) unsafe fn come_back(trap: impl Fn() -> Trap, context: *mut libc::ucontext_t) -> bool {
    let landing = LANDING.get();
    // SAFETY: a landing that is not null is on this thread's stack, in a frame further up, and what is below `stack` there
    // has nothing to clean up; the system continues with the registers that it finds in the context.
    unsafe {
        if landing.is_null() || (*landing).stack == 0 {
            return false;
        }
        (*landing).trap = Some(trap());
        let registers = &mut (*context).uc_mcontext.gregs;
        registers[libc::REG_RSP as usize] = (*landing).stack as libc::greg_t;
        registers[libc::REG_RIP as usize] = (*landing).resume as libc::greg_t;
    }
    true
}

/// Goes on behind the call of compiled code that the thread is in; gives the trap back if there is none that comes back.
///
/// # Safety
/// Compiled code has called the function that calls this, and there is nothing to clean up in between.
pub(crate) unsafe fn go_back(trap: Trap) -> Trap {
    let landing = LANDING.get();
    // SAFETY: as in `come_back`; what stands further up the stack is as `enter` left it.
    unsafe {
        if landing.is_null() || (*landing).stack == 0 {
            return trap;
        }
        (*landing).trap = Some(trap);
        asm!(
            "mov rsp, {stack}",
            "jmp {resume}",
            stack = in(reg) (*landing).stack,
            resume = in(reg) (*landing).resume,
            options(noreturn)
        )
    }
}

/// Runs what compiled code calls and must not be cut off: it holds locks, or allocates.
pub(crate) fn without_return<R>(body: impl FnOnce() -> R) -> R {
    let landing = LANDING.replace(ptr::null_mut());
    let result = body();
    LANDING.set(landing);
    result
}
