//! Passes in MLIR's registry, and the trampolines from C++.

use crate::{Error, OptionSpec, Reads, Root, panic, reads};
use melior::dialect::DialectRegistry;
use mlir_sys::{MlirDialectRegistry, MlirOperation, MlirStringRef};
use pullback_ir::{Op, bury};
use pullback_mlir_shim as shim;
use std::{any::TypeId, collections::HashSet, ffi::c_void, sync::Mutex};

/// What `#[derive(Pass)]` writes down about a pass.
pub trait PassSpec: Default + 'static {
    /// The name in pipeline text, `<dialect>-<verb>`.
    const NAME: &'static str;
    /// One line for `--help`.
    const DESCRIPTION: &'static str;
    /// The op the pass runs on; `None`: any.
    const ANCHOR: Option<&'static str>;
    /// The dialects whose ops the pass makes, its nested pipelines included.
    const DIALECTS: &'static [&'static str];
    /// What decides what the pass makes of a symbol.
    const READS: Reads = Reads::Module;
    /// The options, in the order of the fields.
    fn options() -> Vec<OptionSpec>;
    /// The pass with these option values, one text a field.
    fn from_options(values: &[&str]) -> Result<Self, String>;
}

/// A pass. The IR is valid before and after; a pass never crashes on IR the verifier accepts.
pub trait Pass: PassSpec {
    /// Does the work. An error becomes a diagnostic, and the pipeline stops.
    fn run(&self, root: &mut Root<'_>) -> Result<(), Error>;
}

fn to_ref(text: &str) -> MlirStringRef {
    MlirStringRef {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

/// The option values as text.
///
/// # Safety
/// `values` points at `count` live references.
unsafe fn texts<'a>(values: *const MlirStringRef, count: usize) -> Vec<&'a str> {
    (0..count)
        .map(|index| {
            // SAFETY: in range, live, and UTF-8 since it came from a checked command line or Rust.
            unsafe {
                let value = &*values.add(index);
                let bytes = if value.length == 0 {
                    &[]
                } else {
                    std::slice::from_raw_parts(value.data.cast::<u8>(), value.length)
                };
                std::str::from_utf8(bytes).unwrap_or("<invalid UTF-8>")
            }
        })
        .collect()
}

unsafe extern "C" fn check<P: Pass>(
    user: *mut c_void,
    values: *const MlirStringRef,
    report: shim::Report,
    data: *mut c_void,
) -> bool {
    // SAFETY: `user` is the option count written at registration; C++ passes as many values.
    let values = unsafe { texts(values, user as usize) };
    let result = panic::guarded(|| P::from_options(&values).map(|_| ()))
        .unwrap_or_else(|text| Err(format!("internal error in pass `{}`: {text}", P::NAME)));
    if let Err(message) = &result {
        // SAFETY: C++ gave the pair; the message is live during the call.
        unsafe { report(to_ref(message), data) };
    }
    result.is_ok()
}

unsafe extern "C" fn run<P: Pass>(
    user: *mut c_void,
    values: *const MlirStringRef,
    op: MlirOperation,
    host: *mut c_void,
) -> bool {
    // SAFETY: as in `check`.
    let values = unsafe { texts(values, user as usize) };
    let result = panic::guarded(|| {
        let pass = P::from_options(&values).map_err(Error::new)?;
        // SAFETY: C++ runs one pass at a time on `op`, which stays live during the run.
        let mut root = unsafe { Root::new(op, host, P::NAME) };
        pass.run(&mut root)
    });
    // SAFETY: the op is live, so its context is; no handle has survived the run.
    unsafe {
        let root = Op::from_raw(op);
        let error = match result {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error),
            Err(text) => {
                let what = root
                    .symbol_name()
                    .map_or_else(String::new, |name| format!(" @{name}"));
                Some(Error::at(
                    root,
                    format!(
                        "internal error in pass `{}` on '{}'{what}: {text}; please report it with this input",
                        P::NAME,
                        root.name()
                    ),
                ))
            }
        };
        if let Some(error) = &error {
            error.report(root);
        }
        bury(root.top().to_raw());
        error.is_none()
    }
}

/// Puts a pass into MLIR's registry; further calls for the same type do nothing. A pass of the same name that is
/// there already (a plugin was loaded into a tool that has its passes) stays, with a warning.
pub fn register<P: Pass>() {
    static DONE: Mutex<Option<HashSet<TypeId>>> = Mutex::new(None);
    let Ok(mut done) = DONE.lock() else { return };
    if !done.get_or_insert_default().insert(TypeId::of::<P>()) {
        return;
    }
    // SAFETY: C++ reads the name during the call.
    if unsafe { shim::pullbackPassIsRegistered(to_ref(P::NAME)) } {
        eprintln!(
            "warning: there is a pass `{}` already; the new one is left out",
            P::NAME
        );
        return;
    }
    reads::declare(P::NAME, P::READS);
    // Registered passes live as long as the process, and so does what describes them.
    let specs: &'static [OptionSpec] = P::options().leak();
    let options: &'static [shim::OptionInfo] = specs
        .iter()
        .map(|spec| shim::OptionInfo {
            name: to_ref(&spec.name),
            description: to_ref(&spec.description),
            default_value: to_ref(&spec.default),
            kind: spec.kind as i32,
        })
        .collect::<Vec<_>>()
        .leak();
    let dialects: &'static [MlirStringRef] = P::DIALECTS
        .iter()
        .map(|name| to_ref(name))
        .collect::<Vec<_>>()
        .leak();
    let info: &'static shim::PassInfo = Box::leak(Box::new(shim::PassInfo {
        name: to_ref(P::NAME),
        argument: to_ref(P::NAME),
        description: to_ref(P::DESCRIPTION),
        anchor: to_ref(P::ANCHOR.unwrap_or("")),
        n_dialects: dialects.len() as isize,
        dialects: dialects.as_ptr(),
        n_options: options.len() as isize,
        options: options.as_ptr(),
        user: options.len() as *mut c_void,
        check: check::<P>,
        run: run::<P>,
    }));
    // SAFETY: `info` and what it points at live as long as the process.
    unsafe { shim::pullbackRegisterPass(info) }
}

/// Gives a pipeline text a name of its own.
pub fn register_pipeline(name: &'static str, description: &'static str, text: &str) {
    static DONE: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let Ok(mut done) = DONE.lock() else { return };
    if done.get_or_insert_default().insert(name) {
        // SAFETY: C++ copies the texts.
        unsafe {
            shim::pullbackRegisterPipeline(to_ref(name), to_ref(description), to_ref(text));
        }
    }
}

/// Adds dialects to a registry, as a dialect crate's `register` does.
pub type AddDialects = fn(&DialectRegistry);

/// Makes a dialect of ours nameable in `#[pass(dialects = [..])]`.
pub fn name_dialect(name: &str, add: AddDialects) {
    let data = Box::leak(Box::new(add));
    // SAFETY: C++ copies the name; `data` lives as long as the process and is what the trampoline takes.
    unsafe { shim::pullbackNameDialect(to_ref(name), add_dialects, (&raw mut *data).cast()) }
}

/// The trampoline to an [`AddDialects`], to which `data` points.
pub(crate) unsafe extern "C" fn add_dialects(registry: MlirDialectRegistry, data: *mut c_void) {
    // SAFETY: callers pass a live `AddDialects`.
    let add = unsafe { *data.cast::<AddDialects>() };
    let added = DialectRegistry::new();
    if let Err(text) = panic::guarded(|| add(&added)) {
        eprintln!("error: internal error while registering dialects: {text}");
    }
    // SAFETY: both registries are live.
    unsafe { shim::pullbackRegistryAppend(added.to_raw(), registry) }
}
