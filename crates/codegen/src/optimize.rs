//! LLVM's own optimiser.

use crate::error::{ErrorKind, Result};
use inkwell::{
    OptimizationLevel, module::Module, passes::PassBuilderOptions, targets::TargetMachine,
};

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
