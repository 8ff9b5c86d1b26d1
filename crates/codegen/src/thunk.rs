//! Entry thunks: one calling convention for every function.
//!
//! For `double @f(double, i1)` the thunk is `void @"f$entry"(ptr %args, ptr %results)`. It loads each
//! argument from a slot of 8 bytes, calls `@f`, and stores each result to a slot; a slot is the
//! value's bits, zero-extended ([`crate::value`]). Beside it, `@"f$signature"` holds the types as
//! text, so that an object tells its caller how it wants to be called. `$` does not occur in the
//! names of the source, so that neither symbol meets one of them.
//!
//! A function of many results may write them to such slots itself: then its last parameter is their address, and its attribute
//! `pullback-results` holds their types.

use crate::{
    error::{Error, ErrorKind, Position, Result},
    value::{Entry, Scalar},
};
use inkwell::{
    AddressSpace,
    attributes::AttributeLoc,
    builder::Builder,
    context::Context,
    module::{Linkage, Module},
    types::{BasicTypeEnum, IntType},
    values::{AsValueRef, BasicMetadataValueEnum, BasicValueEnum, FunctionValue, PointerValue},
};
use llvm_sys::{
    LLVMTypeKind,
    core::{
        LLVMCountParams, LLVMCountStructElementTypes, LLVMDisposeMessage, LLVMGetIntTypeWidth,
        LLVMGetParam, LLVMGetReturnType, LLVMGetTypeKind, LLVMGlobalGetValueType,
        LLVMPrintTypeToString, LLVMStructGetTypeAtIndex, LLVMTypeOf,
    },
    prelude::LLVMTypeRef,
};
use std::ffi::CStr;

/// Bytes that a processor fetches at a time at most. An entry is called from afar and often short: it
/// starts where as much of it as possible comes with the first fetch.
const CACHE_LINE: u32 = 64;

/// The attribute of a function that gives its results through memory.
const RESULTS: &str = "pullback-results";

/// The symbol of a function's entry thunk.
pub fn entry_symbol(function: &str) -> String {
    format!("{function}$entry")
}

/// The symbol of the text that describes a function's entry.
pub fn signature_symbol(function: &str) -> String {
    format!("{function}$signature")
}

/// The function that the module defines under a name.
pub(crate) fn definition<'ctx>(module: &Module<'ctx>, name: &str) -> Result<FunctionValue<'ctx>> {
    let is_defined = |function: &FunctionValue<'ctx>| function.count_basic_blocks() > 0;
    module.get_function(name).filter(is_defined).ok_or_else(|| {
        let functions = module.get_functions().filter(is_defined);
        let defined = functions.map(|function| name_of(function)).collect();
        ErrorKind::NoSuchFunction {
            name: name.into(),
            defined,
        }
        .into()
    })
}

/// A function's symbol.
pub(crate) fn name_of(function: FunctionValue<'_>) -> String {
    function.get_name().to_string_lossy().into()
}

/// The entry of a function: its types, if all of them can cross the boundary. What a pointer is to, `told` says.
pub fn entry_of(function: FunctionValue<'_>, told: Option<&Entry>) -> Result<Entry> {
    let none = Entry::default();
    let told = told.unwrap_or(&none);
    // The data type or the array that stands in a signature.
    let data = |list: &[Scalar], index: usize| {
        let known = list.get(index).copied();
        known.filter(|known| matches!(known, Scalar::Data(_) | Scalar::Array(_)))
    };
    let raw = function.as_value_ref();
    let unsupported = |position, ty| -> Error {
        ErrorKind::UnsupportedType {
            function: name_of(function),
            position,
            ty: type_text(ty),
        }
        .into()
    };
    // SAFETY: `raw` is a function of a module that `function` keeps alive, the parameter indices are
    // below the count, and the types asked are of the kinds that the questions are for.
    unsafe {
        let listed = listed_results(function);
        let count = LLVMCountParams(raw).saturating_sub(listed.is_some().into());
        let args = (0..count).map(|index| {
            let ty = LLVMTypeOf(LLVMGetParam(raw, index));
            let data = data(&told.args, index as usize);
            scalar_of(ty, data).ok_or_else(|| unsupported(Position::Argument(index as usize), ty))
        });
        let args = args.collect::<Result<_>>()?;
        if let Some(names) = listed {
            let results = names
                .split(',')
                .enumerate()
                .map(|(index, name)| match name {
                    "!llvm.ptr" => data(&told.results, index),
                    _ => Scalar::parse(name),
                });
            let results = results.enumerate().map(|(index, scalar)| {
                let pointer = LLVMTypeOf(LLVMGetParam(raw, count));
                scalar.ok_or_else(|| unsupported(Position::Result(index), pointer))
            });
            return Ok(Entry {
                args,
                results: results.collect::<Result<_>>()?,
                data: told.data.clone(),
                arrays: told.arrays.clone(),
            });
        }
        let returned = LLVMGetReturnType(LLVMGlobalGetValueType(raw));
        let leaves = match LLVMGetTypeKind(returned) {
            LLVMTypeKind::LLVMVoidTypeKind => vec![],
            LLVMTypeKind::LLVMStructTypeKind => (0..LLVMCountStructElementTypes(returned))
                .map(|index| LLVMStructGetTypeAtIndex(returned, index))
                .collect(),
            _ => vec![returned],
        };
        let results = leaves.into_iter().enumerate().map(|(index, ty)| {
            let data = data(&told.results, index);
            scalar_of(ty, data).ok_or_else(|| unsupported(Position::Result(index), ty))
        });
        Ok(Entry {
            args,
            results: results.collect::<Result<_>>()?,
            data: told.data.clone(),
            arrays: told.arrays.clone(),
        })
    }
}

/// The types of the results that a function writes to slots, if it does.
fn listed_results(function: FunctionValue<'_>) -> Option<String> {
    let attribute = function.get_string_attribute(AttributeLoc::Function, RESULTS)?;
    Some(attribute.get_string_value().to_string_lossy().into_owned())
}

/// Whether a function writes its results to slots, to which its last parameter points.
pub(crate) fn writes_results(function: FunctionValue<'_>) -> bool {
    listed_results(function).is_some()
}

/// The scalar that an LLVM type is; a pointer is what it is told to be.
///
/// # Safety
/// `ty` is a type of a context that is alive.
unsafe fn scalar_of(ty: LLVMTypeRef, told: Option<Scalar>) -> Option<Scalar> {
    // SAFETY: the caller's promise; the width is asked of an integer type only.
    unsafe {
        Some(match LLVMGetTypeKind(ty) {
            LLVMTypeKind::LLVMHalfTypeKind => Scalar::F16,
            LLVMTypeKind::LLVMBFloatTypeKind => Scalar::BF16,
            LLVMTypeKind::LLVMFloatTypeKind => Scalar::F32,
            LLVMTypeKind::LLVMDoubleTypeKind => Scalar::F64,
            LLVMTypeKind::LLVMPointerTypeKind => told?,
            LLVMTypeKind::LLVMIntegerTypeKind => match LLVMGetIntTypeWidth(ty) {
                width @ 1..=64 => Scalar::Int(width as u8),
                _ => return None,
            },
            _ => return None,
        })
    }
}

fn type_text(ty: LLVMTypeRef) -> String {
    // SAFETY: callers pass types of a living context; LLVM gives a string that ends in NUL and is
    // ours to dispose of.
    unsafe {
        let text = LLVMPrintTypeToString(ty);
        let owned = CStr::from_ptr(text).to_string_lossy().into_owned();
        LLVMDisposeMessage(text);
        owned
    }
}

/// Adds the entry thunk of a function that the module defines, and the text that describes it.
pub fn add_entry<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    name: &str,
    told: Option<&Entry>,
) -> Result<Entry> {
    let function = definition(module, name)?;
    let entry = entry_of(function, told)?;
    let symbol = entry_symbol(name);
    let signature = signature_symbol(name);
    for symbol in [&symbol, &signature] {
        require_free(module, name, symbol)?;
    }
    let text = context.const_string(entry.to_string().as_bytes(), true);
    let global = module.add_global(text.get_type(), None, &signature);
    global.set_initializer(&text);
    global.set_constant(true);

    let pointer = context.ptr_type(AddressSpace::default());
    let ty = context
        .void_type()
        .fn_type(&[pointer.into(), pointer.into()], false);
    let thunk = module.add_function(&symbol, ty, Some(Linkage::External));
    thunk.as_global_value().set_alignment(CACHE_LINE);
    Thunk {
        context,
        builder: context.create_builder(),
    }
    .build(thunk, function)?;
    Ok(entry)
}

/// Refuses a wrapper's symbol that the module already has.
pub(crate) fn require_free(module: &Module<'_>, function: &str, symbol: &str) -> Result<()> {
    if module.get_function(symbol).is_some() || module.get_global(symbol).is_some() {
        let taken = ErrorKind::SymbolTaken {
            function: function.into(),
            symbol: symbol.into(),
        };
        return Err(taken.into());
    }
    Ok(())
}

struct Thunk<'ctx> {
    context: &'ctx Context,
    builder: Builder<'ctx>,
}

impl<'ctx> Thunk<'ctx> {
    fn build(&self, thunk: FunctionValue<'ctx>, function: FunctionValue<'ctx>) -> Result<()> {
        self.builder
            .position_at_end(self.context.append_basic_block(thunk, ""));
        let mut pointers = thunk
            .get_params()
            .into_iter()
            .map(BasicValueEnum::into_pointer_value);
        let (Some(args), Some(results)) = (pointers.next(), pointers.next()) else {
            return Ok(());
        };
        let mut values = Vec::<BasicMetadataValueEnum<'ctx>>::new();
        let mut parameters = function.get_params();
        let slots = writes_results(function).then(|| parameters.pop());
        for (index, parameter) in parameters.into_iter().enumerate() {
            values.push(self.load(args, index, parameter.get_type())?.into());
        }
        if slots.is_some() {
            values.push(results.into());
        }
        let call = self.builder.build_call(function, &values, "")?;
        call.set_call_convention(function.get_call_conventions());
        for (index, value) in results_of(&self.builder, call.try_as_basic_value().basic())?
            .into_iter()
            .enumerate()
        {
            self.store(results, index, value)?;
        }
        self.builder.build_return(None)?;
        Ok(())
    }

    fn load(
        &self,
        slots: PointerValue<'ctx>,
        index: usize,
        ty: BasicTypeEnum<'ctx>,
    ) -> Result<BasicValueEnum<'ctx>> {
        let slot = self.slot(slots, index)?;
        let bits = self
            .builder
            .build_load(self.context.i64_type(), slot, "")?
            .into_int_value();
        if let BasicTypeEnum::PointerType(ty) = ty {
            return Ok(self.builder.build_int_to_ptr(bits, ty, "")?.into());
        }
        let bits = self
            .builder
            .build_int_truncate_or_bit_cast(bits, self.bits_type(ty), "")?;
        Ok(self.builder.build_bit_cast(bits, ty, "")?)
    }

    fn store(
        &self,
        slots: PointerValue<'ctx>,
        index: usize,
        value: BasicValueEnum<'ctx>,
    ) -> Result<()> {
        let slot = self.slot(slots, index)?;
        if let BasicValueEnum::PointerValue(_) = value {
            self.builder.build_store(slot, value)?;
            return Ok(());
        }
        let bits = self
            .builder
            .build_bit_cast(value, self.bits_type(value.get_type()), "")?;
        let bits = self.builder.build_int_z_extend_or_bit_cast(
            bits.into_int_value(),
            self.context.i64_type(),
            "",
        )?;
        self.builder.build_store(slot, bits)?;
        Ok(())
    }

    fn slot(&self, slots: PointerValue<'ctx>, index: usize) -> Result<PointerValue<'ctx>> {
        let index = self.context.i64_type().const_int(index as u64, false);
        // SAFETY: the address stays inside the caller's slots, of which there is one for each value.
        let slot = unsafe {
            self.builder
                .build_in_bounds_gep(self.context.i64_type(), slots, &[index], "")
        };
        Ok(slot?)
    }

    /// The integer type as wide as a scalar type.
    fn bits_type(&self, ty: BasicTypeEnum<'ctx>) -> IntType<'ctx> {
        match ty {
            BasicTypeEnum::IntType(ty) => ty,
            BasicTypeEnum::FloatType(ty) if ty.get_bit_width() == 16 => self.context.i16_type(),
            BasicTypeEnum::FloatType(ty) if ty.get_bit_width() == 32 => self.context.i32_type(),
            _ => self.context.i64_type(),
        }
    }
}

/// The scalars in what a call returned.
pub(crate) fn results_of<'ctx>(
    builder: &Builder<'ctx>,
    returned: Option<BasicValueEnum<'ctx>>,
) -> Result<Vec<BasicValueEnum<'ctx>>> {
    match returned {
        None => Ok(vec![]),
        Some(BasicValueEnum::StructValue(fields)) => (0..fields.get_type().count_fields())
            .map(|index| Ok(builder.build_extract_value(fields, index, "")?))
            .collect(),
        Some(scalar) => Ok(vec![scalar]),
    }
}
