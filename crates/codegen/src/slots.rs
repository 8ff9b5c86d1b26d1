//! Calls of other objects' functions through memory, so that such a function can be replaced without touching
//! the objects that call it: [`crate::LiveImage`].

use crate::error::{ErrorKind, Result};
use inkwell::{
    AddressSpace, builder::Builder, context::Context, module::Module, values::AsValueRef,
};
use llvm_sys::core::{
    LLVMBuildLoad2, LLVMGetFirstUse, LLVMGetNextUse, LLVMGetNumOperands, LLVMGetOperand,
    LLVMGetUser, LLVMIsACallInst, LLVMPositionBuilderBefore, LLVMSetOperand,
};

/// The symbol of the word that holds a function's address.
pub fn slot_symbol(function: &str) -> String {
    format!("{function}$slot")
}

/// Makes each call of these functions, which the module only declares, load the function's address. After the
/// optimiser, which knows functions by their names.
pub(crate) fn call_through<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    names: &[String],
) -> Result<()> {
    let builder = context.create_builder();
    for name in names {
        let declared = module
            .get_function(name)
            .filter(|function| function.count_basic_blocks() == 0);
        if let Some(function) = declared {
            let slot = module.add_global(
                context.ptr_type(AddressSpace::default()),
                None,
                &slot_symbol(name),
            );
            redirect(
                context,
                &builder,
                function.as_value_ref(),
                slot.as_value_ref(),
            )?;
        }
    }
    Ok(())
}

fn redirect(
    context: &Context,
    builder: &Builder<'_>,
    function: llvm_sys::prelude::LLVMValueRef,
    slot: llvm_sys::prelude::LLVMValueRef,
) -> Result<()> {
    let pointer =
        inkwell::types::AsTypeRef::as_type_ref(&context.ptr_type(AddressSpace::default()));
    // SAFETY: function, slot and builder are of one module that the caller keeps alive. The users are collected before
    // an operand changes, a user is asked for operands below its count, and the load stands right before the call that
    // uses it.
    unsafe {
        let mut users = vec![];
        let mut next = LLVMGetFirstUse(function);
        while !next.is_null() {
            users.push(LLVMGetUser(next));
            next = LLVMGetNextUse(next);
        }
        for user in users {
            if LLVMIsACallInst(user).is_null() {
                let message = "a function of another object is used other than by calls";
                return Err(ErrorKind::CodeGeneration(message.into()).into());
            }
            LLVMPositionBuilderBefore(builder.as_mut_ptr(), user);
            let address = LLVMBuildLoad2(builder.as_mut_ptr(), pointer, slot, c"".as_ptr());
            for index in 0..LLVMGetNumOperands(user).unsigned_abs() {
                if LLVMGetOperand(user, index) == function {
                    LLVMSetOperand(user, index, address);
                }
            }
        }
    }
    Ok(())
}
