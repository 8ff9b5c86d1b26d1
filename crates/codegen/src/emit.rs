//! Optimised LLVM IR to text and machine code.

use crate::{
    error::{ErrorKind, Result},
    target::Target,
};
use inkwell::{
    context::Context,
    module::Module,
    targets::{FileType, TargetMachine},
};
use llvm_sys::{
    LLVMDiagnosticSeverity,
    core::{
        LLVMContextSetDiagnosticHandler, LLVMDisposeMessage, LLVMGetDiagInfoDescription,
        LLVMGetDiagInfoSeverity,
    },
    prelude::LLVMDiagnosticInfoRef,
};
use std::{
    cell::RefCell,
    ffi::{CStr, c_void},
};

/// A kind of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Emit {
    /// LLVM IR as text, after optimisation.
    LlvmIr,
    /// The processor's assembly language.
    Assembly,
    /// A relocatable object file.
    Object,
    /// NVIDIA's portable assembly language.
    Ptx,
}

impl Emit {
    /// Can the target have this output?
    pub(crate) fn require(self, target: &Target) -> Result<()> {
        let advice = match (self, target.is_gpu()) {
            (Self::Ptx, false) => "ask for assembly",
            (Self::Assembly | Self::Object, true) => "ask for PTX",
            _ => return Ok(()),
        };
        Err(ErrorKind::UnsupportedOutput {
            triple: target.triple().into(),
            emit: format!("{self:?}"),
            advice: advice.into(),
        }
        .into())
    }
}

/// Makes the output from a valid module that has the machine's data layout.
pub fn emit(
    context: &Context,
    module: &Module<'_>,
    machine: &TargetMachine,
    kind: Emit,
) -> Result<Vec<u8>> {
    let file_type = match kind {
        Emit::LlvmIr => return Ok(module.print_to_string().to_bytes().to_vec()),
        Emit::Assembly | Emit::Ptx => FileType::Assembly,
        Emit::Object => FileType::Object,
    };
    let (buffer, problems) = collect_errors(context, || {
        machine.write_to_memory_buffer(module, file_type)
    });
    let problem = |message: String| ErrorKind::CodeGeneration(message);
    let buffer = buffer.map_err(|message| problem(message.to_string()))?;
    if !problems.is_empty() {
        return Err(problem(problems.join("; ")).into());
    }
    Ok(buffer.as_slice().to_vec())
}

/// Runs an action with LLVM's errors collected: by itself LLVM prints the first one and ends the process.
pub(crate) fn collect_errors<T>(context: &Context, action: impl FnOnce() -> T) -> (T, Vec<String>) {
    extern "C" fn handle(info: LLVMDiagnosticInfoRef, sink: *mut c_void) {
        // SAFETY: LLVM calls with the pointer given below, while `problems` is alive, and with a
        // diagnostic that lives through the call; its description is ours to dispose of.
        unsafe {
            if LLVMGetDiagInfoSeverity(info) != LLVMDiagnosticSeverity::LLVMDSError {
                return;
            }
            let text = LLVMGetDiagInfoDescription(info);
            let message = CStr::from_ptr(text).to_string_lossy().into_owned();
            LLVMDisposeMessage(text);
            let problems = &*sink.cast::<RefCell<Vec<String>>>();
            problems.borrow_mut().push(message);
        }
    }
    let problems = RefCell::new(Vec::new());
    // SAFETY: the handler gets a pointer to `problems` and is taken away before that goes.
    unsafe {
        let sink = (&raw const problems).cast_mut().cast();
        LLVMContextSetDiagnosticHandler(context.raw(), Some(handle), sink);
    }
    let result = action();
    // SAFETY: the context is alive, and "no handler" needs no data.
    unsafe { LLVMContextSetDiagnosticHandler(context.raw(), None, std::ptr::null_mut()) };
    (result, problems.into_inner())
}
