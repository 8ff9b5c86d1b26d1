//! What the target has no code for.
//!
//! LLVM ends the process when its code generator meets an intrinsic that the target lacks, so the
//! module is checked first. For GPUs the intrinsics are a list of those that NVPTX is known to
//! select; calls of functions that the module does not define have nothing to be linked with.

use crate::{
    arena,
    error::{Error, ErrorKind, Result},
    target::Target,
    thunk::name_of,
    translate::{find, location_of_symbol, location_text},
};
use inkwell::{
    module::Module,
    values::{AsValueRef, FunctionValue, InstructionValue},
};
use llvm_sys::{
    LLVMOpcode, LLVMTypeKind,
    core::{
        LLVMGetCalledValue, LLVMGetElementType, LLVMGetInstructionOpcode, LLVMGetNumOperands,
        LLVMGetOperand, LLVMGetTypeKind, LLVMIsAFunction, LLVMTypeOf,
    },
};
use melior::ir::{OperationRef, operation::OperationLike};

/// Target-independent intrinsics that NVPTX selects for every scalar type, by name without the
/// `llvm.` in front and the types behind.
const DEVICE_INTRINSICS: &[&str] = &[
    "abs",
    "assume",
    "bitreverse",
    "bswap",
    "ceil",
    "copysign",
    "ctlz",
    "ctpop",
    "cttz",
    "dbg.declare",
    "dbg.value",
    "expect",
    "fabs",
    "floor",
    "fma",
    "fmuladd",
    "fptosi.sat",
    "fptoui.sat",
    "fshl",
    "fshr",
    "invariant.start",
    "is.fpclass",
    "lifetime.end",
    "lifetime.start",
    "maximum",
    "maxnum",
    "memcpy",
    "memmove",
    "memset",
    "minimum",
    "minnum",
    "nearbyint",
    "rint",
    "round",
    "roundeven",
    "sadd.sat",
    "sadd.with.overflow",
    "smax",
    "smin",
    "smul.with.overflow",
    "sqrt",
    "ssub.sat",
    "ssub.with.overflow",
    "stackrestore",
    "stacksave",
    "trap",
    "trunc",
    "uadd.sat",
    "uadd.with.overflow",
    "umax",
    "umin",
    "umul.with.overflow",
    "usub.sat",
    "usub.with.overflow",
    "vector.reduce",
];

/// Refuses calls and types for which the target has no code.
pub(crate) fn check(module: &Module<'_>, target: &Target) -> Result<()> {
    if target.is_gpu() && module.get_global(arena::SYMBOL).is_some() {
        return Err(ErrorKind::NoDeviceMemory.into());
    }
    for caller in module.get_functions() {
        let instructions = caller
            .get_basic_block_iter()
            .flat_map(|block| block.get_instructions());
        for instruction in instructions {
            if target.is_gpu() {
                check_type(&name_of(caller), instruction)?;
            }
            let Some(callee) = callee(instruction) else {
                continue;
            };
            if callee.count_basic_blocks() == 0 {
                check_call(&name_of(caller), &name_of(callee), target)?;
            }
        }
    }
    Ok(())
}

/// NVPTX has no code for floats wider than 64 bits.
fn check_type(function: &str, instruction: InstructionValue<'_>) -> Result<()> {
    let raw = instruction.as_value_ref();
    // SAFETY: `raw` is an instruction of a module that is alive, the indices are below the count of
    // its operands, and element types are asked of vectors only.
    unsafe {
        let operands =
            (0..LLVMGetNumOperands(raw).cast_unsigned()).map(|index| LLVMGetOperand(raw, index));
        for value in operands.chain([raw]).filter(|value| !value.is_null()) {
            let ty = LLVMTypeOf(value);
            let scalar = match LLVMGetTypeKind(ty) {
                LLVMTypeKind::LLVMVectorTypeKind => LLVMGetElementType(ty),
                _ => ty,
            };
            let name = match LLVMGetTypeKind(scalar) {
                LLVMTypeKind::LLVMFP128TypeKind => "f128",
                LLVMTypeKind::LLVMX86_FP80TypeKind => "f80",
                LLVMTypeKind::LLVMPPC_FP128TypeKind => "ppc_f128",
                _ => continue,
            };
            return Err(ErrorKind::NoDeviceType {
                function: function.into(),
                ty: name.into(),
            }
            .into());
        }
    }
    Ok(())
}

fn check_call(caller: &str, callee: &str, target: &Target) -> Result<()> {
    let missing = || {
        let callee = function_of_intrinsic(callee).into();
        ErrorKind::NoDeviceImplementation {
            callee,
            caller: caller.into(),
        }
    };
    let foreign = || ErrorKind::ForeignIntrinsic {
        intrinsic: callee.into(),
        caller: caller.into(),
        triple: target.triple().into(),
    };
    match (callee.strip_prefix("llvm."), target.is_gpu()) {
        (None, false) => Ok(()),
        (None, true) => Err(missing().into()),
        (Some(intrinsic), true) => {
            let known = |name: &str| matches!(intrinsic.strip_prefix(name), Some(rest) if rest.is_empty() || rest.starts_with('.'));
            if intrinsic.starts_with("nvvm.") || DEVICE_INTRINSICS.iter().any(|name| known(name)) {
                Ok(())
            } else if intrinsic.starts_with("x86.") {
                Err(foreign().into())
            } else {
                Err(missing().into())
            }
        }
        (Some(intrinsic), false) => {
            if ["nvvm.", "amdgcn.", "aarch64.", "arm.", "spv."]
                .iter()
                .any(|prefix| intrinsic.starts_with(prefix))
            {
                return Err(foreign().into());
            }
            Ok(())
        }
    }
}

/// The function that an instruction calls by name.
fn callee<'ctx>(instruction: InstructionValue<'ctx>) -> Option<FunctionValue<'ctx>> {
    let raw = instruction.as_value_ref();
    // SAFETY: `raw` is an instruction of a module that is alive; the called value is asked of calls
    // only, and `LLVMIsAFunction` gives null for what is not a function.
    unsafe {
        match LLVMGetInstructionOpcode(raw) {
            LLVMOpcode::LLVMCall | LLVMOpcode::LLVMInvoke => {
                FunctionValue::new(LLVMIsAFunction(LLVMGetCalledValue(raw)))
            }
            _ => None,
        }
    }
}

/// `sin` of `llvm.sin.f64`; other names stay.
fn function_of_intrinsic(name: &str) -> &str {
    let Some(name) = name.strip_prefix("llvm.") else {
        return name;
    };
    name.split('.').next().unwrap_or(name)
}

/// Gives a missing function the place of the first operation that calls it, and other errors that
/// of the function that they are about.
pub(crate) fn locate(error: Error, module: OperationRef<'_, '_>) -> Error {
    let callee = match &error.kind {
        ErrorKind::NoDeviceImplementation { callee, .. } => callee,
        ErrorKind::ForeignIntrinsic {
            caller: function, ..
        }
        | ErrorKind::NoDeviceType { function, .. } => {
            let location = location_of_symbol(module, function);
            return error.at(location);
        }
        _ => return error,
    };
    let intrinsic = format!("llvm.intr.{callee}");
    let symbol = format!("@{callee}");
    let location = find(module, |operation| {
        let name = operation.name();
        let name = name.as_string_ref();
        let calls = name.as_str() == Ok(&intrinsic)
            || operation
                .attribute("callee")
                .is_ok_and(|callee| callee.to_string() == symbol);
        calls.then(|| location_text(operation.location()))?
    });
    error.at(location)
}
