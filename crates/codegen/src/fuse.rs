//! Products that several sums use.
//!
//! LLVM's code generator fuses a product with a sum only if nothing else uses the product, for fear of
//! computing it twice. If every use is such a sum, nothing is computed twice: the product vanishes
//! into all of them. gcc fuses so too; a polynomial and its slope by one recurrence are an example.

use crate::error::Result;
use inkwell::{
    builder::Builder,
    context::Context,
    intrinsics::Intrinsic,
    module::Module,
    values::{
        AnyValueEnum, AsValueRef, BasicValueEnum, FastMathFlags, FloatValue, FunctionValue,
        InstructionOpcode, InstructionValue,
    },
};

/// Fuses each product of scalars whose several uses are all sums of its block, where the flags of all
/// of them allow it. `llvm.fmuladd` leaves the last word to the target: where it has no instruction,
/// product and sum come back.
pub(crate) fn fuse<'ctx>(context: &'ctx Context, module: &Module<'ctx>) -> Result<()> {
    let Some(intrinsic) = Intrinsic::find("llvm.fmuladd") else {
        return Ok(());
    };
    let builder = context.create_builder();
    let products: Vec<_> = module
        .get_functions()
        .flat_map(FunctionValue::get_basic_blocks)
        .flat_map(|block| block.get_instructions())
        .filter_map(|instruction| Product::of(context, instruction))
        .collect();
    for product in products {
        let Some(sums) = product.sums() else { continue };
        let ty = product.value.get_type();
        let Some(fused) = intrinsic.get_declaration(module, &[ty.into()]) else {
            continue;
        };
        for sum in sums {
            product.fuse(&builder, fused, sum)?;
        }
        product.instruction.erase_from_basic_block();
    }
    Ok(())
}

/// A product that may be fused.
struct Product<'ctx> {
    instruction: InstructionValue<'ctx>,
    value: FloatValue<'ctx>,
}

impl<'ctx> Product<'ctx> {
    /// Of 32 or 64 bits; the narrower types are computed in these anyway.
    fn of(context: &'ctx Context, instruction: InstructionValue<'ctx>) -> Option<Self> {
        let is_product = instruction.get_opcode() == InstructionOpcode::FMul;
        if !is_product || !may_fuse(instruction) {
            return None;
        }
        let value = FloatValue::try_from(instruction).ok()?;
        let ty = value.get_type();
        (ty == context.f64_type() || ty == context.f32_type()).then_some(())?;
        Some(Self { instruction, value })
    }

    /// Its users, if they are several and all may be fused with it. One alone is left to LLVM.
    fn sums(&self) -> Option<Vec<InstructionValue<'ctx>>> {
        let uses = std::iter::successors(self.instruction.get_first_use(), |r#use| {
            r#use.get_next_use()
        });
        let sums = uses
            .map(|r#use| self.sum(r#use.get_user()))
            .collect::<Option<Vec<_>>>()?;
        (sums.len() > 1).then_some(sums)
    }

    fn sum(&self, user: AnyValueEnum<'ctx>) -> Option<InstructionValue<'ctx>> {
        let AnyValueEnum::FloatValue(user) = user else {
            return None;
        };
        let sum = user.as_instruction()?;
        let is_sum = matches!(
            sum.get_opcode(),
            InstructionOpcode::FAdd | InstructionOpcode::FSub
        );
        let is_near = sum.get_parent() == self.instruction.get_parent();
        // The sum of the product and itself is a product by two.
        let is_double = operand(sum, 0)? == operand(sum, 1)?;
        (is_sum && is_near && !is_double && may_fuse(sum)).then_some(sum)
    }

    /// Puts the fused operation in the place of a sum.
    fn fuse(
        &self,
        builder: &Builder<'ctx>,
        fused: FunctionValue<'ctx>,
        sum: InstructionValue<'ctx>,
    ) -> Result<()> {
        // Read only now: any of them may be a sum that was just replaced.
        let operands = |of| Some((operand(of, 0)?, operand(of, 1)?));
        let (Some((left, right)), Some((mut factor, other))) =
            (operands(sum), operands(self.instruction))
        else {
            return Ok(());
        };
        builder.position_before(&sum);
        let is_left = left.as_value_ref() == self.value.as_value_ref();
        let mut term = if is_left { right } else { left };
        if sum.get_opcode() == InstructionOpcode::FSub {
            if is_left {
                term = builder.build_float_neg(term, "")?;
            } else {
                factor = builder.build_float_neg(factor, "")?;
            }
        }
        let arguments = [factor.into(), other.into(), term.into()];
        let call = builder.build_call(fused, &arguments, "")?;
        if let Some(value) = call.try_as_basic_value().basic()
            && let Some(instruction) = value.into_float_value().as_instruction()
        {
            sum.replace_all_uses_with(&instruction);
            sum.erase_from_basic_block();
        }
        Ok(())
    }
}

fn may_fuse(instruction: InstructionValue<'_>) -> bool {
    instruction
        .get_fast_math_flags()
        .is_ok_and(|flags| flags.contains(FastMathFlags::AllowContract))
}

fn operand<'ctx>(instruction: InstructionValue<'ctx>, index: u32) -> Option<FloatValue<'ctx>> {
    match instruction.get_operand(index)?.value()? {
        BasicValueEnum::FloatValue(value) => Some(value),
        _ => None,
    }
}
