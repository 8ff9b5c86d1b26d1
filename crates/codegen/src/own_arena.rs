//! The memory for data and tapes of objects that C calls: an arena for each thread, mapped at its first call and unmapped
//! when the thread ends.

use crate::{
    arena::{GUARD, SYMBOL},
    error::{ErrorKind, Result},
};
use inkwell::{
    AddressSpace, IntPredicate,
    builder::Builder,
    context::Context,
    memory_buffer::MemoryBuffer,
    module::{Linkage, Module},
    types::BasicType,
    values::FunctionValue,
};

/// Bytes of address space for a thread; what is touched of them costs memory.
const SIZE: usize = 1 << 36;

/// The function that maps an arena, and the one that unmaps it.
const MAP: &str = "pullback$map";
const UNMAP: &str = "pullback$unmap";

/// Makes the module's arena its own, if it names one.
pub(crate) fn define<'ctx>(context: &'ctx Context, module: &Module<'ctx>) -> Result<()> {
    let Some(ends) = module.get_global(SYMBOL) else {
        return Ok(());
    };
    let pointer = context.ptr_type(AddressSpace::default());
    let ty = context.struct_type(&[pointer.into(), pointer.into()], false);
    ends.set_initializer(&ty.as_basic_type_enum().const_zero());
    ends.set_linkage(Linkage::Internal);
    ends.set_thread_local(true);
    ends.set_alignment(16);
    // PROT_READ | PROT_WRITE, and MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE.
    let text = format!(
        "declare ptr @mmap(ptr, i64, i32, i32, i32, i64)
declare i32 @mprotect(ptr, i64, i32)
declare i32 @munmap(ptr, i64)
declare void @abort() noreturn
declare i32 @__cxa_thread_atexit_impl(ptr, ptr, ptr)
@__dso_handle = external hidden global i8
define void @\"{UNMAP}\"(ptr %ends) noinline cold {{
  %second = getelementptr i8, ptr %ends, i64 8
  %end = load ptr, ptr %second
  %base = getelementptr i8, ptr %end, i64 -{SIZE}
  store ptr null, ptr %ends
  %status = call i32 @munmap(ptr %base, i64 {all})
  ret void
}}
define void @\"{MAP}\"(ptr %ends) noinline cold {{
  %base = call ptr @mmap(ptr null, i64 {all}, i32 3, i32 {flags}, i32 -1, i64 0)
  %number = ptrtoint ptr %base to i64
  %refused = icmp eq i64 %number, -1
  br i1 %refused, label %fail, label %mapped
mapped:
  %end = getelementptr i8, ptr %base, i64 {SIZE}
  %status = call i32 @mprotect(ptr %end, i64 {GUARD}, i32 0)
  %open = icmp ne i32 %status, 0
  br i1 %open, label %fail, label %done
done:
  store ptr %base, ptr %ends
  %second = getelementptr i8, ptr %ends, i64 8
  store ptr %end, ptr %second
  %known = call i32 @__cxa_thread_atexit_impl(ptr @\"{UNMAP}\", ptr %ends, ptr @__dso_handle)
  ret void
fail:
  call void @abort()
  unreachable
}}
",
        all = SIZE + GUARD,
        flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
    );
    let failed = |message: String| ErrorKind::CodeGeneration(message);
    let buffer = MemoryBuffer::create_from_memory_range_copy(text.as_bytes(), "arena");
    let map = context
        .create_module_from_ir(buffer)
        .map_err(|error| failed(error.to_string()))?;
    map.set_triple(&module.get_triple());
    map.set_data_layout(&module.get_data_layout());
    module
        .link_in_module(map)
        .map_err(|error| failed(error.to_string()))?;
    for name in [MAP, UNMAP] {
        if let Some(function) = module.get_function(name) {
            function.set_linkage(Linkage::Internal);
        }
    }
    Ok(())
}

/// Starts a wrapper: the thread's arena is there from now on.
pub(crate) fn enter<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    builder: &Builder<'ctx>,
    wrapper: FunctionValue<'ctx>,
) -> Result<()> {
    let (Some(ends), Some(map)) = (module.get_global(SYMBOL), module.get_function(MAP)) else {
        return Ok(());
    };
    let ends = ends.as_pointer_value();
    let top = builder
        .build_load(context.i64_type(), ends, "")?
        .into_int_value();
    let none = context.i64_type().const_zero();
    let is_new = builder.build_int_compare(IntPredicate::EQ, top, none, "")?;
    let first = context.append_basic_block(wrapper, "");
    let next = context.append_basic_block(wrapper, "");
    builder.build_conditional_branch(is_new, first, next)?;
    builder.position_at_end(first);
    builder.build_call(map, &[ends.into()], "")?;
    builder.build_unconditional_branch(next)?;
    builder.position_at_end(next);
    Ok(())
}
