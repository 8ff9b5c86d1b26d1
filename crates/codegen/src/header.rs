//! Compiled functions for C.
//!
//! MLIR returns several results in a struct, which C's calling convention passes differently from
//! two fields of mixed kinds on. So C gets a wrapper: one result is returned, several
//! are stored through pointers behind the arguments.

use crate::{
    error::{ErrorKind, Result},
    own_arena,
    thunk::{definition, entry_of, require_free, results_of, writes_results},
    value::{Entry, Scalar, Signature},
};
use inkwell::{
    AddressSpace,
    attributes::{Attribute, AttributeLoc},
    builder::Builder,
    context::Context,
    module::{Linkage, Module},
    types::{BasicMetadataTypeEnum, BasicType, BasicTypeEnum},
    values::{BasicMetadataValueEnum, BasicValue, BasicValueEnum, FunctionValue},
};
use std::num::NonZeroU32;

/// Words that C and C++ do not allow as a function's name, and names that C gives to others.
const RESERVED: &[&str] = &[
    "alignas",
    "alignof",
    "and",
    "asm",
    "auto",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "constexpr",
    "continue",
    "default",
    "delete",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "main",
    "mutable",
    "namespace",
    "new",
    "not",
    "nullptr",
    "operator",
    "or",
    "private",
    "protected",
    "public",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "template",
    "this",
    "throw",
    "true",
    "try",
    "typedef",
    "typeof",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "while",
    "xor",
];

/// The declarations of functions that were compiled for C ([`crate::Options::c_functions`]).
pub fn c_header(functions: &[Signature]) -> Result<String> {
    let mut lines = String::new();
    for Signature { name, entry } in functions {
        lines += &declaration(name, entry)?;
        lines += "\n";
    }
    Ok(format!(
        "#pragma once\n#include <stdbool.h>\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n{lines}\n#ifdef __cplusplus\n}}\n#endif\n"
    ))
}

fn declaration(name: &str, entry: &Entry) -> Result<String> {
    require_c_name(name)?;
    let ty = |scalar: &Scalar| c_type(name, *scalar);
    let returned = match entry.results.as_slice() {
        [one] => ty(one)?,
        _ => "void",
    };
    let mut parameters = vec![];
    for (index, scalar) in entry.args.iter().enumerate() {
        parameters.push(format!("{} arg{index}", ty(scalar)?));
    }
    if entry.results.len() > 1 {
        for (index, scalar) in entry.results.iter().enumerate() {
            parameters.push(format!("{} *out{index}", ty(scalar)?));
        }
    }
    if parameters.is_empty() {
        parameters.push("void".into());
    }
    Ok(format!("{returned} {name}({});", parameters.join(", ")))
}

fn c_type(function: &str, scalar: Scalar) -> Result<&'static str> {
    Ok(match scalar {
        Scalar::Int(1) => "bool",
        Scalar::Int(8) => "int8_t",
        Scalar::Int(16) => "int16_t",
        Scalar::Int(32) => "int32_t",
        Scalar::Int(64) => "int64_t",
        Scalar::F16 => "_Float16",
        Scalar::BF16 => "__bf16",
        Scalar::F32 => "float",
        Scalar::F64 => "double",
        Scalar::Int(width) => {
            let reason =
                format!("C has no integers of {width} bits; extend them to 8, 16, 32 or 64");
            return Err(ErrorKind::NotC {
                function: function.into(),
                reason,
            }
            .into());
        }
        Scalar::Data(_) | Scalar::Array(_) => return Err(not_data(function).into()),
    })
}

fn not_data(function: &str) -> ErrorKind {
    ErrorKind::NotC {
        function: function.into(),
        reason: "C has no type for arrays and values of data types yet; take and give numbers, and make the data inside".into(),
    }
}

fn require_c_name(name: &str) -> Result<()> {
    let letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    let is_identifier =
        name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit());
    let reason = if !is_identifier {
        "the name is not an identifier of C; rename the function"
    } else if RESERVED.contains(&name) {
        "the name means something else in C; rename the function"
    } else {
        return Ok(());
    };
    Err(ErrorKind::NotC {
        function: name.into(),
        reason: reason.into(),
    }
    .into())
}

/// Puts a wrapper with C's calling convention in the place of a function, which moves to `f$body`.
pub(crate) fn add_wrapper<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    name: &str,
) -> Result<Entry> {
    let body = definition(module, name)?;
    let entry = entry_of(body, None).map_err(|error| match &error.kind {
        // Nothing else is a pointer.
        ErrorKind::UnsupportedType { ty, .. } if ty == "ptr" => not_data(name).into(),
        _ => error,
    })?;
    declaration(name, &entry)?;
    let body_name = format!("{name}$body");
    require_free(module, name, &body_name)?;
    body.as_global_value().set_name(&body_name);
    body.set_linkage(Linkage::Internal);

    let pointer = context.ptr_type(AddressSpace::default());
    let outs = if entry.results.len() > 1 {
        entry.results.len()
    } else {
        0
    };
    let mut parameters = body.get_type().get_param_types();
    if writes_results(body) {
        parameters.pop();
    }
    parameters.extend(std::iter::repeat_n(
        BasicMetadataTypeEnum::from(pointer),
        outs,
    ));
    let returned = match body.get_type().get_return_type() {
        Some(BasicTypeEnum::StructType(fields)) => fields.get_field_type_at_index(0),
        scalar => scalar,
    };
    let ty = match returned.filter(|_| entry.results.len() == 1) {
        Some(one) => one.fn_type(&parameters, false),
        None => context.void_type().fn_type(&parameters, false),
    };
    let wrapper = module.add_function(name, ty, Some(Linkage::External));
    add_extensions(context, wrapper, &entry);
    build(context, module, wrapper, body, &entry, outs)?;
    Ok(entry)
}

/// C's calling convention extends narrow integers; LLVM does so only when it is told to.
fn add_extensions(context: &Context, wrapper: FunctionValue<'_>, entry: &Entry) {
    let extension = |scalar: &Scalar| {
        let name = match scalar {
            Scalar::Int(1) => "zeroext",
            Scalar::Int(8 | 16) => "signext",
            _ => return None,
        };
        Some(context.create_enum_attribute(Attribute::get_named_enum_kind_id(name), 0))
    };
    for (index, scalar) in (0..).zip(&entry.args) {
        if let Some(attribute) = extension(scalar) {
            wrapper.add_attribute(AttributeLoc::Param(index), attribute);
        }
    }
    if let [one] = entry.results.as_slice()
        && let Some(attribute) = extension(one)
    {
        wrapper.add_attribute(AttributeLoc::Return, attribute);
    }
}

fn build<'ctx>(
    context: &'ctx Context,
    module: &Module<'ctx>,
    wrapper: FunctionValue<'ctx>,
    body: FunctionValue<'ctx>,
    entry: &Entry,
    outs: usize,
) -> Result<()> {
    let builder = context.create_builder();
    builder.position_at_end(context.append_basic_block(wrapper, ""));
    own_arena::enter(context, module, &builder, wrapper)?;
    let mut arguments = wrapper.get_params();
    let pointers = arguments.split_off(arguments.len() - outs);
    let mut arguments: Vec<BasicMetadataValueEnum<'ctx>> =
        arguments.into_iter().map(Into::into).collect();
    let word = context.i64_type();
    let slots = match writes_results(body) {
        true => Some(builder.build_alloca(word.array_type(entry.results.len() as u32), "")?),
        false => None,
    };
    arguments.extend(slots.map(BasicMetadataValueEnum::from));
    let call = builder.build_call(body, &arguments, "")?;
    call.set_call_convention(body.get_call_conventions());
    let results = match slots {
        Some(slots) => {
            let read = |(index, scalar): (usize, &Scalar)| {
                let index = word.const_int(index as u64, false);
                // SAFETY: there is a slot for each result.
                let slot = unsafe { builder.build_in_bounds_gep(word, slots, &[index], "")? };
                Ok(builder.build_load(llvm_type(context, *scalar), slot, "")?)
            };
            let numbered = entry.results.iter().enumerate();
            numbered.map(read).collect::<Result<_>>()?
        }
        None => results_of(&builder, call.try_as_basic_value().basic())?,
    };
    if outs == 0 {
        let returned = results.first().map(|value| value as &dyn BasicValue<'ctx>);
        builder.build_return(returned)?;
        return Ok(());
    }
    for (pointer, value) in pointers
        .into_iter()
        .map(BasicValueEnum::into_pointer_value)
        .zip(results)
    {
        builder.build_store(pointer, store_type(context, &builder, value)?)?;
    }
    builder.build_return(None)?;
    Ok(())
}

/// The type of a result in its slot.
fn llvm_type(context: &Context, scalar: Scalar) -> BasicTypeEnum<'_> {
    match scalar {
        Scalar::Int(width) => {
            let ty =
                NonZeroU32::new(width.into()).map(|width| context.custom_width_int_type(width));
            ty.and_then(std::result::Result::ok)
                .unwrap_or_else(|| context.i64_type())
                .into()
        }
        Scalar::F16 => context.f16_type().into(),
        Scalar::BF16 => context.bf16_type().into(),
        Scalar::F32 => context.f32_type().into(),
        Scalar::F64 => context.f64_type().into(),
        Scalar::Data(_) | Scalar::Array(_) => context.ptr_type(AddressSpace::default()).into(),
    }
}

/// A truth value in memory is a byte in C.
fn store_type<'ctx>(
    context: &'ctx Context,
    builder: &Builder<'ctx>,
    value: BasicValueEnum<'ctx>,
) -> Result<BasicValueEnum<'ctx>> {
    match value {
        BasicValueEnum::IntValue(bit) if bit.get_type().get_bit_width() == 1 => Ok(builder
            .build_int_z_extend(bit, context.i8_type(), "")?
            .into()),
        other => Ok(other),
    }
}
