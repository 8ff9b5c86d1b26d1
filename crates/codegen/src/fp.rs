//! How far the compiler may depart from the arithmetic that was written.

use inkwell::{module::Module, values::AsValueRef};
use llvm_sys::{
    LLVMFastMathAllowContract, LLVMFastMathAllowReassoc, LLVMFastMathAllowReciprocal,
    LLVMFastMathApproxFunc, LLVMFastMathNoSignedZeros, LLVMOpcode,
    core::{
        LLVMCanValueUseFastMathFlags, LLVMGetFastMathFlags, LLVMGetInstructionOpcode,
        LLVMSetFastMathFlags,
    },
};

/// How far the compiler may depart from the arithmetic that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FpMode {
    /// Not at all, but for the flags that the operations carry.
    Strict,
    /// A product and a sum may become one `fma`, rounded once: what C compilers do by default.
    #[default]
    Contract,
    /// Sums may be reassociated, divisions become products, functions be approximated, and the sign
    /// of zero be lost. NaN and infinity keep their meaning.
    Fast,
}

/// Puts the mode's flags on the module's floating-point instructions, beside those that they have.
pub fn apply(mode: FpMode, module: &Module<'_>) {
    let flags = match mode {
        FpMode::Strict => return,
        FpMode::Contract => LLVMFastMathAllowContract,
        FpMode::Fast => {
            LLVMFastMathAllowReassoc
                | LLVMFastMathAllowContract
                | LLVMFastMathNoSignedZeros
                | LLVMFastMathAllowReciprocal
                | LLVMFastMathApproxFunc
        }
    };
    let instructions = module
        .get_functions()
        .flat_map(|function| function.get_basic_block_iter())
        .flat_map(|block| block.get_instructions());
    for instruction in instructions {
        let raw = instruction.as_value_ref();
        // SAFETY: `raw` is an instruction of `module`, which is alive; flags are read and set only
        // where LLVM says that the instruction has them.
        unsafe {
            let applies = LLVMCanValueUseFastMathFlags(raw) != 0
                && (mode == FpMode::Fast || is_product_or_sum(LLVMGetInstructionOpcode(raw)));
            if applies {
                LLVMSetFastMathFlags(raw, LLVMGetFastMathFlags(raw) | flags);
            }
        }
    }
}

fn is_product_or_sum(opcode: LLVMOpcode) -> bool {
    matches!(
        opcode,
        LLVMOpcode::LLVMFAdd | LLVMOpcode::LLVMFSub | LLVMOpcode::LLVMFMul
    )
}
