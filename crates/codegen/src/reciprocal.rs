//! Quotients by one divisor.
//!
//! Where the flags allow a product with the reciprocal, LLVM's code generator makes one reciprocal of
//! several divisions; but it looks late, when some of them are parts of vectors already. Here it is
//! done first.

use crate::error::Result;
use inkwell::{
    basic_block::BasicBlock,
    context::Context,
    module::Module,
    values::{
        AsValueRef, BasicValueEnum, FastMathFlags, FloatValue, FunctionValue, InstructionOpcode,
        InstructionValue,
    },
};

/// Makes the divisions of a block that have the same divisor, and the flag `arcp`, products with one
/// reciprocal, if they are several.
pub(crate) fn share<'ctx>(context: &'ctx Context, module: &Module<'ctx>) -> Result<()> {
    for block in module
        .get_functions()
        .flat_map(FunctionValue::get_basic_blocks)
    {
        for quotients in groups(block) {
            replace(context, &quotients)?;
        }
    }
    Ok(())
}

/// A division.
struct Quotient<'ctx> {
    instruction: InstructionValue<'ctx>,
    divisor: FloatValue<'ctx>,
    flags: FastMathFlags,
}

impl<'ctx> Quotient<'ctx> {
    fn of(instruction: InstructionValue<'ctx>) -> Option<Self> {
        if instruction.get_opcode() != InstructionOpcode::FDiv {
            return None;
        }
        let flags = instruction.get_fast_math_flags().ok()?;
        let quotient = Self {
            instruction,
            divisor: operand(instruction, 1)?,
            flags,
        };
        // A reciprocal of a constant is a constant: LLVM sees to it.
        let is_fit = flags.contains(FastMathFlags::AllowReciprocal) && !quotient.divisor.is_const();
        is_fit.then_some(quotient)
    }
}

/// The divisions by each divisor that has several, in the order of the block.
fn groups(block: BasicBlock<'_>) -> Vec<Vec<Quotient<'_>>> {
    let mut groups = Vec::<Vec<Quotient<'_>>>::new();
    for quotient in block.get_instructions().filter_map(Quotient::of) {
        let divisor = quotient.divisor.as_value_ref();
        let same = |group: &&mut Vec<Quotient<'_>>| group[0].divisor.as_value_ref() == divisor;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(quotient),
            None => groups.push(vec![quotient]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

fn replace<'ctx>(context: &'ctx Context, quotients: &[Quotient<'ctx>]) -> Result<()> {
    let [first, ..] = quotients else {
        return Ok(());
    };
    let builder = context.create_builder();
    builder.position_before(&first.instruction);
    let one = first.divisor.get_type().const_float(1.0);
    let reciprocal = builder.build_float_div(one, first.divisor, "")?;
    keep_flags(reciprocal, first.flags);
    for quotient in quotients {
        builder.position_before(&quotient.instruction);
        // Only now: it may be a quotient that was just replaced.
        let Some(dividend) = operand(quotient.instruction, 0) else {
            continue;
        };
        let product = builder.build_float_mul(dividend, reciprocal, "")?;
        keep_flags(product, quotient.flags);
        // The builder folds a product of constants, which a reciprocal is not.
        if let Some(product) = product.as_instruction() {
            quotient.instruction.replace_all_uses_with(&product);
            quotient.instruction.erase_from_basic_block();
        }
    }
    Ok(())
}

fn operand<'ctx>(instruction: InstructionValue<'ctx>, index: u32) -> Option<FloatValue<'ctx>> {
    match instruction.get_operand(index)?.value()? {
        BasicValueEnum::FloatValue(value) => Some(value),
        _ => None,
    }
}

fn keep_flags(value: FloatValue<'_>, flags: FastMathFlags) {
    if let Some(instruction) = value.as_instruction() {
        // A division and a product have these flags, so it does not fail.
        let _ = instruction.set_fast_math_flags(flags);
    }
}
