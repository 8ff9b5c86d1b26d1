//! Objects linked into this process, by LLVM's ORC.

use crate::{
    arena::{self, Arena},
    entry::EntryFn,
    error::{ErrorKind, Result},
    matmul, runtime,
    thunk::{entry_symbol, signature_symbol},
    value::{Entry, Value},
    vector_math,
};
use llvm_sys::{
    core::LLVMCreateMemoryBufferWithMemoryRangeCopy,
    error::{LLVMDisposeErrorMessage, LLVMErrorRef, LLVMGetErrorMessage},
    orc2::{
        LLVMJITEvaluatedSymbol, LLVMJITSymbolFlags, LLVMJITSymbolGenericFlags,
        LLVMOrcAbsoluteSymbols, LLVMOrcCSymbolMapPair,
        LLVMOrcCreateDynamicLibrarySearchGeneratorForPath,
        LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess, LLVMOrcDisposeMaterializationUnit,
        LLVMOrcExecutionSessionSetErrorReporter, LLVMOrcJITDylibAddGenerator,
        LLVMOrcJITDylibCreateResourceTracker, LLVMOrcJITDylibDefine, LLVMOrcReleaseResourceTracker,
        LLVMOrcResourceTrackerRef, LLVMOrcResourceTrackerRemove,
        lljit::{
            LLVMOrcCreateLLJIT, LLVMOrcDisposeLLJIT, LLVMOrcLLJITAddObjectFileWithRT,
            LLVMOrcLLJITGetExecutionSession, LLVMOrcLLJITGetGlobalPrefix,
            LLVMOrcLLJITGetMainJITDylib, LLVMOrcLLJITLookup, LLVMOrcLLJITMangleAndIntern,
            LLVMOrcLLJITRef,
        },
    },
};
use std::{
    ffi::{CStr, CString, c_void},
    ptr,
    sync::{Mutex, OnceLock, PoisonError},
};

/// Functions of objects, linked into this process. They live as long as the `Jit`.
///
/// Objects may name each other's functions, those of libm and of the C runtime, and what else the
/// process exports. An object is linked when one of its symbols is first looked up.
#[derive(Debug)]
pub struct Jit {
    raw: LLVMOrcLLJITRef,
    /// What ORC reports aside from the error that a call returns, such as the names of missing symbols.
    reports: Box<Mutex<Vec<String>>>,
    /// Memory for data and tapes, once an object wants some.
    arena: OnceLock<Arena>,
    memory: usize,
    /// The kernels that objects call and that are linked.
    kernels: Mutex<Vec<String>>,
}

// SAFETY: LLJIT and its session lock their own state, and `reports` is behind a mutex.
unsafe impl Send for Jit {}
// SAFETY: as above.
unsafe impl Sync for Jit {}

/// The libraries in which a symbol is looked for after the process itself: compiled code calls their
/// functions even if this executable does not.
const LIBRARIES: &[&CStr] = &[c"libm.so.6", c"libgcc_s.so.1"];

impl Jit {
    /// An empty JIT for this machine, whose functions may fill half of its memory with data and tapes.
    pub fn new() -> Result<Self> {
        Self::with_memory(None)
    }

    /// An empty JIT for this machine, whose functions may fill so many bytes with data and tapes. The system
    /// provides them when they are first touched, and only to programs that have data or tapes.
    pub fn with_memory(memory: Option<usize>) -> Result<Self> {
        crate::target::initialize();
        let mut raw = ptr::null_mut();
        // SAFETY: a null builder stands for the default one, and `raw` is written on success.
        check("start", unsafe {
            LLVMOrcCreateLLJIT(&raw mut raw, ptr::null_mut())
        })?;
        let jit = Self {
            raw,
            reports: Box::default(),
            arena: OnceLock::new(),
            memory: memory.unwrap_or_else(arena::default_size),
            kernels: Mutex::default(),
        };
        // SAFETY: the session lives in `raw`; `reports` is boxed and goes after `raw` does.
        unsafe {
            let session = LLVMOrcLLJITGetExecutionSession(raw);
            let sink = (&raw const *jit.reports).cast_mut().cast();
            LLVMOrcExecutionSessionSetErrorReporter(session, report, sink);
        }
        let flags = LLVMJITSymbolGenericFlags::LLVMJITSymbolGenericFlagsWeak as u8
            | LLVMJITSymbolGenericFlags::LLVMJITSymbolGenericFlagsCallable as u8;
        jit.define(
            "define the helpers for 16-bit floats",
            flags,
            &runtime::helpers(),
        )?;
        jit.add_libraries()?;
        Ok(jit)
    }

    /// Links an object that [`crate::compile()`] made for this machine. The symbols that it defines must
    /// be new.
    pub fn add_object(&self, object: &[u8]) -> Result<()> {
        self.add_part(object).map(|_| ())
    }

    /// The same for an object that can be taken away again.
    pub(crate) fn add_part(&self, object: &[u8]) -> Result<Tracker> {
        if self.arena.get().is_none() && names(object, arena::SYMBOL) {
            self.add_arena()?;
        }
        if names(object, matmul::PREFIX) {
            self.add_kernels(object)?;
        }
        self.link(object)
    }

    pub(crate) fn link(&self, object: &[u8]) -> Result<Tracker> {
        // SAFETY: the tracker is of the library that the object goes to. The buffer is a copy, and linking takes it
        // over, also when it fails.
        let (tracker, error) = unsafe {
            let buffer = LLVMCreateMemoryBufferWithMemoryRangeCopy(
                object.as_ptr().cast(),
                object.len(),
                c"object".as_ptr(),
            );
            let library = LLVMOrcLLJITGetMainJITDylib(self.raw);
            let tracker = Tracker(LLVMOrcJITDylibCreateResourceTracker(library));
            let error = LLVMOrcLLJITAddObjectFileWithRT(self.raw, tracker.0, buffer);
            (tracker, error)
        };
        self.explain(
            "add an object",
            error,
            "give objects that were compiled for this machine, each once",
        )?;
        Ok(tracker)
    }

    /// Links the kernels that an object calls, each once.
    fn add_kernels(&self, object: &[u8]) -> Result<()> {
        let mut linked = self.kernels.lock().unwrap_or_else(PoisonError::into_inner);
        for name in matmul::names() {
            // A name ends in NUL in the table.
            if names(object, &format!("{name}\0")) && !linked.contains(&name) {
                self.add_arena()?;
                self.link(&matmul::object(&name)?)?;
                linked.push(name);
            }
        }
        Ok(())
    }

    /// Takes an object away. Nothing borrows its code: whoever has `&mut` to what holds the object has shown that.
    pub(crate) fn remove(&mut self, part: Tracker) -> Result<()> {
        // SAFETY: the tracker is alive, and of this session.
        let error = unsafe { LLVMOrcResourceTrackerRemove(part.0) };
        self.explain("take an object away", error, "start again with a new JIT")
    }

    /// The address of a symbol, linked with everything that it needs.
    pub fn lookup(&self, symbol: &str) -> Result<u64> {
        let action = format!("find `{symbol}`");
        let advice = "add the objects that define every function it names";
        let name = CString::new(symbol).map_err(|_| ErrorKind::Jit {
            action: action.clone(),
            message: "the name holds a NUL".into(),
            advice: "rename it".into(),
        })?;
        let mut address = 0;
        // SAFETY: `raw` is alive and the name ends in NUL.
        let error = unsafe { LLVMOrcLLJITLookup(self.raw, &raw mut address, name.as_ptr()) };
        self.explain(&action, error, advice)?;
        Ok(address)
    }

    /// The entry of a function; the function was among [`crate::Options::entries`].
    pub fn function(&self, name: &str) -> Result<EntryFn<'_>> {
        let thunk = self.lookup(&entry_symbol(name))?;
        let signature = self.lookup(&signature_symbol(name))?;
        // SAFETY: `compile` defines the symbol as a constant text that ends in NUL, and the JIT that
        // holds it is borrowed.
        let text = unsafe { CStr::from_ptr(signature as *const _) };
        let entry = text
            .to_str()
            .ok()
            .and_then(Entry::parse)
            .ok_or_else(|| ErrorKind::Jit {
                action: format!("read the signature of `{name}`"),
                message: format!("it is {text:?}"),
                advice: "compile the object again with this version".into(),
            })?;
        if !entry.data.is_empty() {
            // A function that only reads data names no arena; its arguments need one.
            self.add_arena()?;
        }
        if entry.has_memory() {
            self.add_arena()?;
        }
        // SAFETY: `compile` defines the symbol as a function of this type, whose code the JIT keeps
        // for as long as the result borrows it.
        Ok(unsafe { EntryFn::new(self, name, entry, thunk as usize) })
    }

    /// Calls a function once.
    pub fn call(&self, name: &str, args: &[Value]) -> Result<Vec<Value>> {
        self.function(name)?.call_values(args)
    }

    fn explain(&self, action: &str, error: LLVMErrorRef, advice: &str) -> Result<()> {
        let mut reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
        let reports = std::mem::take(&mut *reports);
        let Some(message) = take_message(error) else {
            return Ok(());
        };
        let message = reports
            .into_iter()
            .chain([message])
            .collect::<Vec<_>>()
            .join("; ");
        Err(ErrorKind::Jit {
            action: action.into(),
            message,
            advice: advice.into(),
        }
        .into())
    }

    fn add_libraries(&self) -> Result<()> {
        // SAFETY: `raw` is alive; each generator is written on success and given away at once.
        unsafe {
            let library = LLVMOrcLLJITGetMainJITDylib(self.raw);
            let prefix = LLVMOrcLLJITGetGlobalPrefix(self.raw);
            let mut generator = ptr::null_mut();
            check(
                "search the process",
                LLVMOrcCreateDynamicLibrarySearchGeneratorForProcess(
                    &raw mut generator,
                    prefix,
                    None,
                    ptr::null_mut(),
                ),
            )?;
            LLVMOrcJITDylibAddGenerator(library, generator);
            let vectors = vector_math::is_there().then_some(vector_math::LIBRARY);
            for path in LIBRARIES.iter().copied().chain(vectors) {
                check(
                    "open a library",
                    LLVMOrcCreateDynamicLibrarySearchGeneratorForPath(
                        &raw mut generator,
                        path.as_ptr(),
                        prefix,
                        None,
                        ptr::null_mut(),
                    ),
                )?;
                LLVMOrcJITDylibAddGenerator(library, generator);
            }
        }
        Ok(())
    }

    /// The memory for data and tapes, if an object wants some.
    pub(crate) fn arena(&self) -> Option<&Arena> {
        self.arena.get()
    }

    /// Maps the arena unless there is one, and tells objects where it is.
    pub(crate) fn add_arena(&self) -> Result<()> {
        static ADDING: Mutex<()> = Mutex::new(());
        let _adding = ADDING.lock().unwrap_or_else(PoisonError::into_inner);
        if self.arena.get().is_some() {
            return Ok(());
        }
        let arena = Arena::map(self.memory)?;
        let name = CString::new(arena::SYMBOL).unwrap_or_default();
        self.define("define the arena", 0, &[(&name, arena.symbol_address())])?;
        let _ = self.arena.set(arena);
        Ok(())
    }

    /// Gives names to words of this process.
    pub(crate) fn define_words(&self, symbols: &[(String, usize)]) -> Result<()> {
        let names: Vec<CString> = symbols
            .iter()
            .map(|(name, _)| CString::new(name.as_str()).unwrap_or_default())
            .collect();
        let pairs: Vec<(&CStr, usize)> = names
            .iter()
            .zip(symbols)
            .map(|(name, (_, address))| (name.as_c_str(), *address))
            .collect();
        if pairs.is_empty() {
            return Ok(());
        }
        self.define("define slots of functions", 0, &pairs)
    }

    /// Gives names to addresses of this process.
    fn define(&self, action: &str, flags: u8, symbols: &[(&CStr, usize)]) -> Result<()> {
        let flags = flags | LLVMJITSymbolGenericFlags::LLVMJITSymbolGenericFlagsExported as u8;
        let mut pairs: Vec<_> = symbols
            .iter()
            .map(|(name, address)| LLVMOrcCSymbolMapPair {
                // SAFETY: `raw` is alive and the name ends in NUL; the pair owns the interned name
                // until the definition takes it over.
                Name: unsafe { LLVMOrcLLJITMangleAndIntern(self.raw, name.as_ptr()) },
                Sym: LLVMJITEvaluatedSymbol {
                    Address: *address as u64,
                    Flags: LLVMJITSymbolFlags {
                        GenericFlags: flags,
                        TargetFlags: 0,
                    },
                },
            })
            .collect();
        // SAFETY: the pairs are as many as said; a definition that fails leaves the unit with us.
        unsafe {
            let unit = LLVMOrcAbsoluteSymbols(pairs.as_mut_ptr(), pairs.len());
            let error = LLVMOrcJITDylibDefine(LLVMOrcLLJITGetMainJITDylib(self.raw), unit);
            if !error.is_null() {
                LLVMOrcDisposeMaterializationUnit(unit);
            }
            check(action, error)
        }
    }
}

/// An object that was linked.
#[derive(Debug)]
pub(crate) struct Tracker(LLVMOrcResourceTrackerRef);

// SAFETY: what it points to belongs to a session, which locks its own state.
unsafe impl Send for Tracker {}
// SAFETY: as above.
unsafe impl Sync for Tracker {}

impl Drop for Tracker {
    fn drop(&mut self) {
        // SAFETY: the reference is ours; what it tracks goes over to the library.
        unsafe { LLVMOrcReleaseResourceTracker(self.0) };
    }
}

/// Whether an object's table of names holds a symbol. Another text that is the same costs nothing but an arena.
fn names(object: &[u8], symbol: &str) -> bool {
    object
        .windows(symbol.len())
        .any(|window| window == symbol.as_bytes())
}

impl Drop for Jit {
    fn drop(&mut self) {
        // SAFETY: `raw` is ours, and what borrows its code borrows `self`.
        let _ = take_message(unsafe { LLVMOrcDisposeLLJIT(self.raw) });
    }
}

extern "C" fn report(sink: *mut c_void, error: LLVMErrorRef) {
    if let Some(message) = take_message(error) {
        // SAFETY: the session calls with the pointer that it was given, which outlives it.
        let reports = unsafe { &*sink.cast::<Mutex<Vec<String>>>() };
        reports
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(message);
    }
}

fn check(action: &str, error: LLVMErrorRef) -> Result<()> {
    let Some(message) = take_message(error) else {
        return Ok(());
    };
    let advice = "check that this machine's system libraries are complete".into();
    Err(ErrorKind::Jit {
        action: action.into(),
        message,
        advice,
    }
    .into())
}

/// The text of an LLVM error, which is used up; `None` for success.
fn take_message(error: LLVMErrorRef) -> Option<String> {
    if error.is_null() {
        return None;
    }
    // SAFETY: the error is ours and not null; taking the message uses it up, and the message is
    // ours to dispose of.
    unsafe {
        let text = LLVMGetErrorMessage(error);
        let message = CStr::from_ptr(text).to_string_lossy().into_owned();
        LLVMDisposeErrorMessage(text);
        Some(message)
    }
}
