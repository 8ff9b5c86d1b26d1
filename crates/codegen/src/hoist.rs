//! The order of arithmetic.
//!
//! LLVM's code generator keeps the order of a block mostly as it finds it. A derivative comes as it was made, the program
//! first and what flows back after it, so that the program's values wait in registers. An instruction that is the last to
//! use a value is put as early as it can be: where it frees one register it takes one, so never more are needed, and
//! operations that overwrite an operand need no copies. For short functions this decides whether they fit into a cache line.

use crate::error::Result;
use inkwell::{
    basic_block::BasicBlock,
    context::Context,
    module::Module,
    values::{AsValueRef, CallSiteValue, FunctionValue, InstructionOpcode, InstructionValue},
};
use llvm_sys::{
    core::{LLVMGetNumOperands, LLVMGetOperand},
    prelude::LLVMValueRef,
};
use std::collections::HashMap;

/// A place in the new order: behind an instruction of the old order, among those that were put there.
type Place = (usize, usize);

/// Moves arithmetic up to where it frees a register, within its block.
pub(crate) fn hoist<'ctx>(context: &'ctx Context, module: &Module<'ctx>) -> Result<()> {
    for block in module
        .get_functions()
        .flat_map(FunctionValue::get_basic_blocks)
    {
        let instructions: Vec<_> = block.get_instructions().collect();
        let places = places(&instructions);
        reorder(context, block, &instructions, &places)?;
    }
    Ok(())
}

/// What is known of a value of a block.
#[derive(Default)]
struct Known {
    /// Where it is computed.
    place: Place,
    /// The last instruction of the block that uses it, if none of another block and no phi does.
    last: Option<usize>,
    /// Where its uses so far are, the last of them.
    used: Place,
}

/// Where each instruction goes.
fn places(instructions: &[InstructionValue<'_>]) -> Vec<Place> {
    let mut known = HashMap::<LLVMValueRef, Known>::new();
    for (index, &instruction) in instructions.iter().enumerate() {
        let mut uses = 0;
        let mut use_ = instruction.get_first_use();
        while let Some(one) = use_ {
            uses += 1;
            use_ = one.get_next_use();
        }
        let value = Known {
            // For now the number of uses that are not in this block.
            used: (uses, 0),
            place: (index, 0),
            last: None,
        };
        known.insert(instruction.as_value_ref(), value);
    }
    for (index, &instruction) in instructions.iter().enumerate() {
        if instruction.get_opcode() == InstructionOpcode::Phi {
            continue;
        }
        for operand in operands(instruction) {
            if let Some(value) = known.get_mut(&operand) {
                value.last = Some(index);
                value.used.0 = value.used.0.saturating_sub(1);
            }
        }
    }
    for value in known.values_mut() {
        if value.used.0 > 0 {
            value.last = None;
        }
        value.used = (0, 0);
    }
    // Nothing stands between phis.
    let phis =
        |instruction: &&InstructionValue<'_>| instruction.get_opcode() == InstructionOpcode::Phi;
    let first = instructions
        .iter()
        .take_while(phis)
        .count()
        .saturating_sub(1);
    let mut places = Vec::with_capacity(instructions.len());
    for (index, &instruction) in instructions.iter().enumerate() {
        let earliest = is_arithmetic(instruction)
            .then(|| earliest(instruction, index, &known))
            .flatten();
        let place = match earliest {
            // One more than any instruction that was put there before.
            Some((slot, _)) if slot.max(first) + 1 < index => (slot.max(first), index),
            _ => (index, 0),
        };
        for operand in operands(instruction) {
            if let Some(value) = known.get_mut(&operand) {
                value.used = value.used.max(place);
            }
        }
        if let Some(value) = known.get_mut(&instruction.as_value_ref()) {
            value.place = place;
        }
        places.push(place);
    }
    places
}

/// The place behind its operands, and behind the other uses of one that it is the last to use.
fn earliest(
    instruction: InstructionValue<'_>,
    index: usize,
    known: &HashMap<LLVMValueRef, Known>,
) -> Option<Place> {
    let values = || operands(instruction).filter_map(|operand| known.get(&operand));
    let computed = values().map(|value| value.place).max()?;
    let freed = values()
        .filter(|value| value.last == Some(index))
        .map(|value| value.used)
        .min()?;
    Some(computed.max(freed))
}

fn operands(instruction: InstructionValue<'_>) -> impl Iterator<Item = LLVMValueRef> {
    // inkwell's `get_operand` panics at an operand that is metadata.
    let instruction = instruction.as_value_ref();
    // SAFETY: an instruction of a module that is alive.
    let number = unsafe { LLVMGetNumOperands(instruction) }.cast_unsigned();
    // SAFETY: as above, and it has an operand of that index.
    (0..number).map(move |index| unsafe { LLVMGetOperand(instruction, index) })
}

/// Arithmetic with floats: it may be computed anywhere.
fn is_arithmetic(instruction: InstructionValue<'_>) -> bool {
    match instruction.get_opcode() {
        InstructionOpcode::FAdd
        | InstructionOpcode::FSub
        | InstructionOpcode::FMul
        | InstructionOpcode::FDiv
        | InstructionOpcode::FNeg => true,
        InstructionOpcode::Call => is_fused(instruction).unwrap_or(false),
        _ => false,
    }
}

fn is_fused(call: InstructionValue<'_>) -> Option<bool> {
    let call = CallSiteValue::try_from(call).ok()?;
    let callee = call.get_called_fn_value()?;
    let name = callee.get_name().to_bytes();
    Some(name.starts_with(b"llvm.fma.") || name.starts_with(b"llvm.fmuladd."))
}

fn reorder<'ctx>(
    context: &'ctx Context,
    block: BasicBlock<'ctx>,
    instructions: &[InstructionValue<'ctx>],
    places: &[Place],
) -> Result<()> {
    let mut order: Vec<usize> = (0..instructions.len()).collect();
    order.sort_by_key(|&index| places[index]);
    let builder = context.create_builder();
    for pair in order.windows(2) {
        let (before, moved) = (instructions[pair[0]], instructions[pair[1]]);
        if places[pair[1]].1 == 0 {
            continue;
        }
        moved.remove_from_basic_block();
        match before.get_next_instruction() {
            Some(next) => builder.position_before(&next),
            None => builder.position_at_end(block),
        }
        builder.insert_instruction(&moved, None);
    }
    Ok(())
}
