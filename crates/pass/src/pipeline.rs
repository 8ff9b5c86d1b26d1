//! Running pipelines on modules, and saying what is wrong with a pipeline's text.

use crate::nearest;
use mlir_sys::*;
use pullback_ir::{ContextRef, Diagnostic, Module, capture_diagnostics};
use pullback_mlir_shim as shim;
use std::ffi::c_void;

/// Why a pipeline did not run to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PipelineError {
    /// The text is no pipeline: the message points at the mistake.
    #[error("{0}")]
    Text(String),
    /// A pass failed.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Pass(Vec<Diagnostic>),
}

impl PipelineError {
    /// The diagnostics of the pass that failed.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match self {
            Self::Text(_) => &[],
            Self::Pass(diagnostics) => diagnostics,
        }
    }
}

/// Runs a pipeline such as `functional-simplify,func.func(canonicalize)` on a module, and verifies: with debug assertions
/// after each pass, else at the end.
pub fn run_pipeline(module: &mut Module<'_>, text: &str) -> Result<(), PipelineError> {
    run_pipeline_for_remarks(module, text).map(|_| ())
}

/// As [`run_pipeline`]; hands back what the passes said: remarks and warnings.
pub fn run_pipeline_for_remarks(
    module: &mut Module<'_>,
    text: &str,
) -> Result<Vec<Diagnostic>, PipelineError> {
    let raw = module.op_mut();
    // SAFETY: borrowed exclusively for the whole run.
    let context = unsafe { ContextRef::from_raw(mlirOperationGetContext(raw)) };
    // SAFETY: as above.
    let (result, diagnostics) = capture_diagnostics(context, || unsafe { run_raw(raw, text) });
    match result {
        Err(message) => Err(PipelineError::Text(message)),
        Ok(false) => Err(PipelineError::Pass(diagnostics)),
        Ok(true) => Ok(diagnostics),
    }
}

/// Whether the IR is verified after each pass, and not at the pipeline's end alone: a walk over all of it costs as much as
/// most passes do.
const VERIFY_EACH: bool = cfg!(debug_assertions);

/// Whether every pass succeeded and left valid IR; the error is a wrong text.
///
/// # Safety
/// The op is live and no handle into it is.
pub(crate) unsafe fn run_raw(op: MlirOperation, text: &str) -> Result<bool, String> {
    // SAFETY: the op is live; the manager is destroyed on every way out.
    unsafe {
        let anchor = mlirIdentifierStr(mlirOperationGetName(op));
        let manager = mlirPassManagerCreateOnOperation(mlirOperationGetContext(op), anchor);
        let mut message = Vec::<u8>::new();
        let parsed = mlirOpPassManagerAddPipeline(
            mlirPassManagerGetAsOpPassManager(manager),
            to_ref(text),
            Some(append),
            (&raw mut message).cast(),
        );
        let result = if parsed.value == 0 {
            Err(explain(text, &String::from_utf8_lossy(&message)))
        } else {
            mlirPassManagerEnableVerifier(manager, VERIFY_EACH);
            let ran = mlirPassManagerRunOnOp(manager, op).value != 0;
            Ok(ran && (VERIFY_EACH || mlirOperationVerify(op)))
        };
        mlirPassManagerDestroy(manager);
        result
    }
}

/// The text of a pipeline on `builtin.module` in the one form in which MLIR prints it: aliases are expanded, options in
/// order, and `builtin.module(..)` stands around it. The dialects whose ops its passes make are loaded, as a pass
/// manager would do before it runs.
pub fn canonical_pipeline(context: ContextRef<'_>, text: &str) -> Result<String, PipelineError> {
    struct Out {
        text: Vec<u8>,
        message: Vec<u8>,
    }
    unsafe extern "C" fn text_of(text: MlirStringRef, data: *mut c_void) {
        // SAFETY: `data` is the `Out` below.
        unsafe { append(text, (&raw mut (*data.cast::<Out>()).text).cast()) }
    }
    unsafe extern "C" fn message_of(text: MlirStringRef, data: *mut c_void) {
        // SAFETY: `data` is the `Out` below.
        unsafe { append(text, (&raw mut (*data.cast::<Out>()).message).cast()) }
    }
    let mut out = Out {
        text: vec![],
        message: vec![],
    };
    // SAFETY: the context is live; the callbacks write to `out` during the call only.
    let ok = unsafe {
        shim::pullbackPipelineCanonical(
            context.to_raw(),
            to_ref(text),
            text_of,
            message_of,
            (&raw mut out).cast(),
        )
    };
    if ok {
        Ok(String::from_utf8_lossy(&out.text).into_owned())
    } else {
        let message = String::from_utf8_lossy(&out.message);
        Err(PipelineError::Text(explain(text, &message)))
    }
}

/// Checks a pipeline's text without running it. The error points at the mistake and names the nearest
/// known pass.
pub fn check_pipeline(text: &str) -> Result<(), String> {
    if is_empty(text) {
        return Ok(());
    }
    let mut message = Vec::<u8>::new();
    // SAFETY: the callback writes to the vector during the call only.
    let ok =
        unsafe { shim::pullbackCheckPipeline(to_ref(text), append, (&raw mut message).cast()) };
    if ok {
        Ok(())
    } else {
        Err(explain(text, &String::from_utf8_lossy(&message)))
    }
}

/// Whether the text is an op's name with no pass for it, as in `builtin.module()`: MLIR takes that, and says
/// itself whether it can run on the input.
fn is_empty(text: &str) -> bool {
    let name = text.trim().strip_suffix("()");
    name.is_some_and(|name| !name.is_empty() && !name.contains(['(', ',', '{']))
}

/// The names of all registered passes and pipelines, sorted.
///
/// For messages: a process that calls this cannot start one of MLIR's tool mains afterwards.
pub fn known_passes() -> Vec<String> {
    unsafe extern "C" fn push(name: MlirStringRef, data: *mut c_void) {
        // SAFETY: `data` is the vector below; the name is live during the call.
        unsafe {
            let bytes = std::slice::from_raw_parts(name.data.cast::<u8>(), name.length);
            (*data.cast::<Vec<String>>()).push(String::from_utf8_lossy(bytes).into_owned());
        }
    }
    let mut names = Vec::<String>::new();
    // SAFETY: the callback writes to the vector during the call only.
    unsafe { shim::pullbackRegisteredPassNames(push, (&raw mut names).cast()) };
    names.sort();
    names
}

/// MLIR's message about a pipeline's text, with a caret where it has none and the nearest known name.
fn explain(text: &str, message: &str) -> String {
    let message = message.trim();
    let unknown = message
        .split_once("' does not refer to a registered pass")
        .and_then(|(before, _)| before.rsplit_once('\''))
        .map(|(_, name)| name);
    if let Some(unknown) = unknown {
        let known = known_passes();
        return match nearest(unknown, known.iter().map(String::as_str)) {
            Some(near) => format!("{message}\nnote: did you mean `{near}`?"),
            None => format!("{message}\nnote: `pullback-opt --list-passes` lists the known passes"),
        };
    }
    // MLIR's messages about options are bare sentences.
    let message = if message.contains("error:") {
        message.to_owned()
    } else {
        format!("error: {message}")
    };
    if message.contains('^') || text.contains('\n') {
        return message;
    }
    match mistake(text, &message) {
        Some(at) => format!(
            "{message}\n{text}\n{}^",
            " ".repeat(text[..at].chars().count())
        ),
        None => message,
    }
}

/// Where in the text the option or the value stands that the message is about: MLIR parses options apart from
/// the pipeline and says only what they are.
fn mistake(text: &str, message: &str) -> Option<usize> {
    let quoted: Vec<&str> = message.split(['`', '\'']).skip(1).step_by(2).collect();
    // Ours: option `name`: `value` ...
    if let [option, value, ..] = quoted.as_slice()
        && let Some(at) = text.find(&format!("{option}={value}"))
    {
        return Some(at + option.len() + 1);
    }
    // MLIR's: no such option name
    let unknown = message
        .split_once("no such option ")
        .and_then(|(_, rest)| rest.split_whitespace().next());
    unknown
        .into_iter()
        .chain(quoted)
        .filter(|word| !word.is_empty())
        .find_map(|word| text.find(word))
}

fn to_ref(text: &str) -> MlirStringRef {
    MlirStringRef {
        data: text.as_ptr().cast(),
        length: text.len(),
    }
}

/// Appends to the `Vec<u8>` behind `data`.
unsafe extern "C" fn append(text: MlirStringRef, data: *mut c_void) {
    if text.length > 0 {
        // SAFETY: callers pass a `Vec<u8>`, MLIR a live reference.
        unsafe {
            let bytes = std::slice::from_raw_parts(text.data.cast::<u8>(), text.length);
            (*data.cast::<Vec<u8>>()).extend_from_slice(bytes);
        }
    }
}
