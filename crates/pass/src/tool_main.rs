//! The mains of MLIR's own tools, with dialects and passes of ours.

use crate::{
    Error, Root, check_nesting, check_pipeline, panic,
    register::{AddDialects, add_dialects},
    statistics,
};
use mlir_sys::{MlirOperation, MlirStringRef};
use pullback_ir::{Op, bury, with_deep_stack};
use pullback_mlir_shim as shim;
use std::{
    ffi::{CString, OsString, c_char, c_int, c_void},
    os::unix::ffi::OsStringExt,
    process::ExitCode,
};

/// One of MLIR's tools under a name of its own. Passes are in the registry before a main starts.
///
/// Each main runs on a thread with a deep stack. MLIR ends the process itself on a wrong command line and
/// after `--help` and `--version`.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// The first line of `--help`.
    pub header: &'static str,
    /// What `--version` says before LLVM's lines.
    pub version: &'static str,
    /// Dialects besides upstream's.
    pub dialects: AddDialects,
}

impl Tool {
    /// `mlir-opt`.
    ///
    /// Before MLIR sees them, the text of `--pass-pipeline` is checked (the nearest known name is in
    /// the message) and so is the nesting of the input. `--mlir-pass-statistics` prints the passes' counters.
    pub fn opt(&self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        self.opt_with(args, None)
    }

    /// `mlir-opt`, with what runs the pipeline where `--incremental` is given. Options that watch passes at work, and
    /// those that bring passes of others, make `--incremental` change nothing.
    pub fn opt_with(
        &self,
        args: impl IntoIterator<Item = OsString>,
        incremental: Option<Incremental>,
    ) -> ExitCode {
        let args = self.begin(args);
        let incremental = incremental.filter(|_| !watches_passes(&args));
        let with_statistics = has(&args, "--mlir-pass-statistics");
        let tool = *self;
        let code = run(args, move |argc, argv| {
            let mut data = OptData {
                add: tool.dialects,
                incremental,
            };
            let hooks = shim::OptHooks {
                add: add_dialects,
                check_pipeline: pipeline_hook,
                check_input: input_hook,
                run_pipeline: incremental.map(|_| run_hook as shim::RunPipeline),
                data: (&raw mut data).cast(),
            };
            // SAFETY: arguments, header and hooks live during the call.
            unsafe { shim::pullbackOptMain(argc, argv, to_ref(tool.header), &hooks) }
        });
        if with_statistics {
            print_statistics();
        }
        code
    }

    /// `mlir-lsp-server`.
    pub fn lsp_server(&self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        self.plain(args, shim::pullbackLspServerMain)
    }

    /// `mlir-reduce`.
    pub fn reduce(&self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        self.plain(args, shim::pullbackReduceMain)
    }

    /// The arguments for C. What LLVM's `--version` and `--help` should say differently is arranged.
    fn begin(&self, args: impl IntoIterator<Item = OsString>) -> Vec<CString> {
        let args = c_strings(args);
        if has(&args, "--version") {
            println!("{}", self.version);
        }
        if has(&args, "--help") {
            // SAFETY: nobody else reads the options yet.
            unsafe { shim::pullbackHideRegisteredOptions() }
        }
        args
    }

    fn plain(&self, args: impl IntoIterator<Item = OsString>, main: PlainMain) -> ExitCode {
        let mut add = self.dialects;
        run(self.begin(args), move |argc, argv| {
            // SAFETY: the arguments and `add` live during the call.
            unsafe { main(argc, argv, add_dialects, (&raw mut add).cast()) }
        })
    }
}

/// Runs a pipeline (what stands between the parentheses of `builtin.module(..)`) on a module in the place of MLIR's
/// pass manager. The first argument is the folder of `--incremental=FOLDER`, empty without one. Errors have been said
/// when it fails.
pub type Incremental = fn(&str, &str, &mut Root<'_>) -> Result<(), Error>;

/// What the hooks of [`Tool::opt`] get. `add` is first, where [`add_dialects`] looks for it.
#[repr(C)]
struct OptData {
    add: AddDialects,
    incremental: Option<Incremental>,
}

/// Options that say something about passes while they run, which they do not where a result is known already, and
/// options that bring passes whose build is not part of ours. A word stands for all options that start with it.
const WATCHING: [&str; 18] = [
    "mlir-print-ir-",
    "mlir-print-op-on-diagnostic",
    "mlir-print-stacktrace",
    "mlir-timing",
    "mlir-pass-",
    "mlir-generate-reproducer",
    "run-reproducer",
    "dump-pass-pipeline",
    "log-",
    "profile-actions",
    "mlir-debug-counter",
    "mlir-enable-debugger-hook",
    "remark",
    "debug",
    "stats",
    "load-",
    "irdl-file",
    "verify-each",
];

fn watches_passes(args: &[CString]) -> bool {
    args.iter()
        .skip(1)
        .filter_map(|arg| arg.to_str().ok())
        .map(|arg| arg.trim_start_matches('-'))
        .any(|arg| WATCHING.iter().any(|word| arg.starts_with(word)))
}

type PlainMain = unsafe extern "C" fn(c_int, *mut *mut c_char, shim::Insert, *mut c_void) -> c_int;

/// Whether a flag is given, with one dash or two.
fn has(args: &[CString], flag: &str) -> bool {
    args.iter()
        .filter_map(|arg| arg.to_str().ok())
        .any(|arg| arg == flag || arg == &flag[1..])
}

/// A zero byte cannot come from a command line; what follows one is dropped.
fn c_strings(args: impl IntoIterator<Item = OsString>) -> Vec<CString> {
    args.into_iter()
        .map(|arg| {
            let mut bytes = arg.into_vec();
            bytes.truncate(
                bytes
                    .iter()
                    .position(|&byte| byte == 0)
                    .unwrap_or(bytes.len()),
            );
            CString::new(bytes).unwrap_or_default()
        })
        .collect()
}

/// Hands `argc` and `argv` to `main`, on a deep stack. A panic becomes a message and exit status 1.
fn run(args: Vec<CString>, main: impl FnOnce(c_int, *mut *mut c_char) -> c_int + Send) -> ExitCode {
    let result = with_deep_stack(move || {
        panic::guarded(move || {
            let mut argv: Vec<*mut c_char> =
                args.iter().map(|arg| arg.as_ptr().cast_mut()).collect();
            let argc = argv.len() as c_int;
            argv.push(std::ptr::null_mut());
            main(argc, argv.as_mut_ptr())
        })
    });
    match result {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(text) => {
            eprintln!("error: internal error: {text}; please report it with this input");
            ExitCode::FAILURE
        }
    }
}

fn print_statistics() {
    let mut pass = "";
    for statistic in statistics() {
        if statistic.pass != pass {
            pass = statistic.pass;
            eprintln!("{pass}");
        }
        eprintln!("  {:>8}  {}", statistic.count, statistic.name);
    }
}

fn to_ref(text: &str) -> MlirStringRef {
    MlirStringRef {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

/// # Safety
/// The reference is live for `'a`.
unsafe fn bytes<'a>(text: MlirStringRef) -> &'a [u8] {
    if text.length == 0 {
        return &[];
    }
    // SAFETY: as the caller says.
    unsafe { std::slice::from_raw_parts(text.data.cast(), text.length) }
}

/// Whether `check` finds nothing wrong; otherwise says what.
fn accepted(check: impl FnOnce() -> Result<(), String>) -> bool {
    let result = panic::guarded(check)
        .unwrap_or_else(|text| Err(format!("error: internal error: {text}; please report it")));
    if let Err(message) = &result {
        eprintln!("{message}");
    }
    result.is_ok()
}

unsafe extern "C" fn pipeline_hook(text: MlirStringRef, _: *mut c_void) -> bool {
    // SAFETY: live during the call.
    let text = String::from_utf8_lossy(unsafe { bytes(text) });
    accepted(|| check_pipeline(&text))
}

unsafe extern "C" fn input_hook(name: MlirStringRef, text: MlirStringRef, _: *mut c_void) -> bool {
    // SAFETY: live during the call.
    let (name, text) = unsafe { (String::from_utf8_lossy(bytes(name)), bytes(text)) };
    accepted(|| check_nesting(&name, text))
}

unsafe extern "C" fn run_hook(
    op: MlirOperation,
    pipeline: MlirStringRef,
    folder: MlirStringRef,
    host: *mut c_void,
    data: *mut c_void,
) -> bool {
    // SAFETY: all are live during the call; `data` is the `OptData` of `Tool::opt_with`, `host` the running pass.
    let (pipeline, folder, data, mut root) = unsafe {
        (
            String::from_utf8_lossy(bytes(pipeline)),
            String::from_utf8_lossy(bytes(folder)),
            &*data.cast::<OptData>(),
            Root::new(op, host, "pullback-incremental"),
        )
    };
    let Some(incremental) = data.incremental else {
        return false;
    };
    let result =
        panic::guarded(|| incremental(&folder, &pipeline, &mut root)).unwrap_or_else(|text| {
            Err(Error::new(format!(
                "internal error: {text}; please report it with this input"
            )))
        });
    // SAFETY: the op is live, so its context is; no handle has survived the run.
    unsafe {
        let root = Op::from_raw(op);
        if let Err(error) = &result {
            error.report(root);
        }
        bury(root.top().to_raw());
    }
    result.is_ok()
}
