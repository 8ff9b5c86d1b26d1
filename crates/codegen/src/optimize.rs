//! LLVM's own optimiser.

use crate::error::{ErrorKind, Result};
use inkwell::{
    OptimizationLevel, module::Module, passes::PassBuilderOptions, targets::TargetMachine,
};
use llvm_sys::support::LLVMParseCommandLineOptions;
use std::{ffi::CStr, ptr, sync::Once};

/// What LLVM is told as a program's command line would, for its interface has no other place for it: the name of a program,
/// and how far dead stores are looked for. Half of the optimiser's time on long code went into the 90 steps that are the default,
/// past stores to a frame that are there to stay.
const COMMAND_LINE: [&CStr; 2] = [c"pullback", c"-dse-memoryssa-walklimit=16"];

/// How much work LLVM puts into the code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OptLevel {
    /// None: for looking at the translation, and for compiling fast.
    O0,
    /// Little.
    O1,
    /// Most.
    O2,
    /// All.
    #[default]
    O3,
}

impl OptLevel {
    /// The code generator's name for the level.
    pub(crate) fn of_code_generator(self) -> OptimizationLevel {
        match self {
            Self::O0 => OptimizationLevel::None,
            Self::O1 => OptimizationLevel::Less,
            Self::O2 => OptimizationLevel::Default,
            Self::O3 => OptimizationLevel::Aggressive,
        }
    }

    fn pipeline(self) -> &'static str {
        match self {
            Self::O0 => "default<O0>",
            Self::O1 => "default<O1>",
            Self::O2 => "default<O2>",
            Self::O3 => "default<O3>",
        }
    }
}

/// Runs the standard pipeline of the level. The module must be valid.
pub fn optimize(module: &Module<'_>, machine: &TargetMachine, level: OptLevel) -> Result<()> {
    set_limits();
    let options = PassBuilderOptions::create();
    // As clang sets them: the pipelines of the C API leave the vectorisers out otherwise.
    let vectorize = level >= OptLevel::O2;
    options.set_loop_vectorization(vectorize);
    options.set_loop_slp_vectorization(vectorize);
    options.set_loop_interleaving(vectorize);
    options.set_loop_unrolling(level >= OptLevel::O1);
    module
        .run_passes(level.pipeline(), machine, options)
        .map_err(|message| ErrorKind::CodeGeneration(message.to_string()).into())
}

/// Sets LLVM's limits for this process.
fn set_limits() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let words = COMMAND_LINE.map(CStr::as_ptr);
        // SAFETY: so many words, each with its end, which live as long as the program; LLVM copies what it keeps. It reads the
        // options when passes run, which in this crate nothing does before.
        unsafe { LLVMParseCommandLineOptions(words.len() as i32, words.as_ptr(), ptr::null()) };
    });
}
