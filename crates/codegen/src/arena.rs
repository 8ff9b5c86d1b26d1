//! The memory of data and tapes.
//!
//! Compiled code allocates by moving a pointer: it knows the external symbol `pullback_arena`, which is
//! `{ ptr top, ptr end }`. An allocation is at `top`, a multiple of 16, and moves `top` behind itself. What has a size known
//! at compile time is not checked against `end`: behind the arena lies a region that cannot be touched, larger than
//! what fixed sizes can step over. An arena is a mapping that the system backs with memory when it is first touched,
//! so that a large one costs what is used of it.

use crate::error::{ErrorKind, Result};
use std::{
    fmt,
    ops::Range,
    ptr,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering},
    },
};

/// The symbol of the arena's ends.
pub(crate) const SYMBOL: &str = "pullback_arena";

/// Bytes before the first allocation: the ends, on a cache line of their own.
const HEADER: usize = 64;

/// Every allocation starts at a multiple of this.
const ALIGN: usize = 16;

/// Bytes behind the arena that cannot be touched. An allocation of a fixed size that is not written to at
/// all moves `top` unseen; there is no program with so many of them in a row.
pub(crate) const GUARD: usize = 1 << 32;

/// The fraction of this machine's memory that an arena may fill, unless it is told.
const SHARE: usize = 2;

/// The ends, as compiled code sees them.
#[repr(C)]
struct Ends {
    top: usize,
    end: usize,
}

/// Memory for data and tapes.
pub(crate) struct Arena {
    base: *mut u8,
    len: usize,
    guard: &'static Guard,
    busy: Mutex<()>,
}

// SAFETY: the mapping is read and written through a `Lease` only, of which there is one at a time.
unsafe impl Send for Arena {}
// SAFETY: as above.
unsafe impl Sync for Arena {}

/// The size of an arena that nobody chose.
pub(crate) fn default_size() -> usize {
    physical_memory() / SHARE
}

/// The bytes of memory that this machine has; 1 GiB if it does not say.
pub(crate) fn physical_memory() -> usize {
    // SAFETY: the calls have no preconditions.
    let (pages, size) = unsafe {
        (
            libc::sysconf(libc::_SC_PHYS_PAGES),
            libc::sysconf(libc::_SC_PAGESIZE),
        )
    };
    match (usize::try_from(pages), usize::try_from(size)) {
        (Ok(pages), Ok(size)) if pages > 0 && size > 0 => pages.saturating_mul(size),
        _ => 1 << 30,
    }
}

impl Arena {
    /// Maps an arena of so many bytes, rounded up to whole pages.
    pub(crate) fn map(size: usize) -> Result<Self> {
        const PAGE: usize = 1 << 12;
        let refused = |message: String| ErrorKind::Jit {
            action: format!("reserve {} for data and tapes", sized(size)),
            message,
            advice: "ask for less memory".into(),
        };
        let len = size
            .max(PAGE)
            .checked_next_multiple_of(PAGE)
            .filter(|len| {
                len.checked_add(GUARD)
                    .is_some_and(|all| isize::try_from(all).is_ok())
            })
            .ok_or_else(|| refused("no machine has so much".into()))?;
        // SAFETY: a new mapping at an address that the system chooses; the part behind `len` loses its
        // access rights before anyone knows of it.
        let base = unsafe {
            let base = libc::mmap(
                ptr::null_mut(),
                len + GUARD,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            );
            if base == libc::MAP_FAILED {
                return Err(refused(std::io::Error::last_os_error().to_string()).into());
            }
            if libc::mprotect(base.byte_add(len), GUARD, libc::PROT_NONE) != 0 {
                let message = std::io::Error::last_os_error().to_string();
                libc::munmap(base, len + GUARD);
                return Err(refused(message).into());
            }
            base.cast::<u8>()
        };
        let start = base as usize;
        let arena = Self {
            base,
            len,
            guard: Guard::register(start + len..start + len + GUARD, len),
            busy: Mutex::new(()),
        };
        arena.set_ends();
        Ok(arena)
    }

    /// The address of the ends.
    pub(crate) fn symbol_address(&self) -> usize {
        self.base as usize
    }

    /// The arena for one call; waits while another thread has it.
    pub(crate) fn lease(&self) -> Lease<'_> {
        Lease {
            arena: self,
            _busy: self.busy.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    fn ends(&self) -> *mut Ends {
        self.base.cast()
    }

    /// Frees everything. Only where no code runs on the arena.
    fn set_ends(&self) {
        let base = self.base as usize;
        // SAFETY: the mapping starts with the ends, and is ours; a volatile write, for compiled code reads it.
        unsafe {
            self.ends().write_volatile(Ends {
                top: base + HEADER,
                end: base + self.len,
            });
        }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        self.guard.forget();
        // SAFETY: the mapping is ours, and the code that knows its address goes with the JIT that owns it.
        unsafe { libc::munmap(self.base.cast(), self.len + GUARD) };
    }
}

impl fmt::Debug for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena").field("len", &self.len).finish()
    }
}

/// An arena while one call has it. When it ends, everything in the arena is free again.
pub(crate) struct Lease<'a> {
    arena: &'a Arena,
    _busy: MutexGuard<'a, ()>,
}

impl Lease<'_> {
    /// The bytes of the arena.
    pub(crate) fn size(&self) -> usize {
        self.arena.len
    }

    /// New memory; `None` if there is not enough.
    pub(crate) fn allocate(&mut self, size: usize) -> Option<usize> {
        let size = size.checked_next_multiple_of(ALIGN)?;
        // SAFETY: the lease is ours alone, and no compiled code runs on the arena now.
        let ends = unsafe { &mut *self.arena.ends() };
        let address = ends.top;
        ends.top = address.checked_add(size).filter(|top| *top <= ends.end)?;
        Some(address)
    }

    /// Writes the lowest `size` bytes of `bits`, 8 at most; false if the place is not in the arena.
    pub(crate) fn write(&mut self, address: usize, size: usize, bits: u64) -> bool {
        let inside = self.holds(address, size);
        if inside {
            // SAFETY: in the mapping behind its header, which only this lease touches now; bytes need no alignment.
            unsafe {
                ptr::copy_nonoverlapping(bits.to_le_bytes().as_ptr(), address as *mut u8, size)
            };
        }
        inside
    }

    /// Reads `size` bytes, 8 at most; `None` if the place is not in the arena.
    pub(crate) fn read(&self, address: usize, size: usize) -> Option<u64> {
        let mut bytes = [0; 8];
        self.holds(address, size).then(|| {
            // SAFETY: as above; every page of the mapping can be read.
            unsafe { ptr::copy_nonoverlapping(address as *const u8, bytes.as_mut_ptr(), size) };
            u64::from_le_bytes(bytes)
        })
    }

    /// So many bytes at an address; `None` if they are not in the arena.
    pub(crate) fn bytes(&self, address: usize, count: usize) -> Option<&[u8]> {
        // SAFETY: in the mapping behind its header, every page of which can be read; nothing writes to it while this lease, which the
        // slice borrows, is shared.
        self.has(address, count)
            .then(|| unsafe { std::slice::from_raw_parts(address as *const u8, count) })
    }

    /// Gives the system back what the call has touched.
    pub(crate) fn give_back(&mut self) {
        const PAGE: usize = 1 << 12;
        // SAFETY: the mapping is ours alone as long as the lease is held; its first page has the ends, and stays.
        unsafe {
            libc::madvise(
                self.arena.base.byte_add(PAGE).cast(),
                self.arena.len - PAGE,
                libc::MADV_DONTNEED,
            );
        }
    }

    fn holds(&self, address: usize, size: usize) -> bool {
        size <= 8 && self.has(address, size)
    }

    fn has(&self, address: usize, size: usize) -> bool {
        let base = self.arena.base as usize;
        let end = base + self.arena.len;
        address >= base + HEADER && address.checked_add(size).is_some_and(|last| last <= end)
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        self.arena.set_ends();
    }
}

/// The region behind an arena, for the handler of traps. Nodes are never freed, for a handler may be reading
/// them; they are used again.
struct Guard {
    start: AtomicUsize,
    end: AtomicUsize,
    memory: AtomicUsize,
    taken: AtomicBool,
    next: Option<&'static Guard>,
}

static GUARDS: AtomicPtr<Guard> = AtomicPtr::new(ptr::null_mut());

/// All guards, the newest first.
fn guards() -> impl Iterator<Item = &'static Guard> {
    // SAFETY: the list holds leaked nodes only.
    let first = unsafe { GUARDS.load(Ordering::Acquire).as_ref() };
    std::iter::successors(first, |guard| guard.next)
}

impl Guard {
    fn register(range: Range<usize>, memory: usize) -> &'static Self {
        static ADDING: Mutex<()> = Mutex::new(());
        let _adding = ADDING.lock().unwrap_or_else(PoisonError::into_inner);
        let free = guards().find(|guard| !guard.taken.load(Ordering::Acquire));
        let guard = free.unwrap_or_else(|| {
            let node: &'static mut Self = Box::leak(Box::new(Self {
                start: AtomicUsize::new(0),
                end: AtomicUsize::new(0),
                memory: AtomicUsize::new(0),
                taken: AtomicBool::new(false),
                next: guards().next(),
            }));
            GUARDS.store(node, Ordering::Release);
            node
        });
        guard.taken.store(true, Ordering::Release);
        guard.memory.store(memory, Ordering::Release);
        guard.end.store(range.end, Ordering::Release);
        guard.start.store(range.start, Ordering::Release);
        guard
    }

    fn forget(&self) {
        self.end.store(0, Ordering::Release);
        self.taken.store(false, Ordering::Release);
    }
}

/// The size of the arena behind which an address lies. Callable from a handler of signals.
pub(crate) fn overflown(address: usize) -> Option<usize> {
    let behind = |guard: &&Guard| {
        (guard.start.load(Ordering::Acquire)..guard.end.load(Ordering::Acquire)).contains(&address)
    };
    Some(guards().find(behind)?.memory.load(Ordering::Acquire))
}

/// `512 MiB`, `11.5 GiB`; allocates nothing, for a handler of signals writes it.
pub(crate) fn sized(bytes: usize) -> impl fmt::Display {
    fmt::from_fn(move |f| {
        let mebibytes = bytes as f64 / f64::from(1 << 20);
        if mebibytes >= 1024.0 {
            write!(f, "{:.1} GiB", mebibytes / 1024.0)
        } else {
            write!(f, "{mebibytes:.0} MiB")
        }
    })
}
