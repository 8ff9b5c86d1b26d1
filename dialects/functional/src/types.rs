//! The function value's type `!functional.fn<(A...) -> (R...)>`, and tangent types.

use crate::ffi;
use melior::{
    Context,
    ir::{Type, TypeLike, r#type::FunctionType},
};

/// `!functional.fn<(inputs...) -> (results...)>`.
///
/// Loads the dialect into the context where it is not loaded yet.
pub fn fn_type<'c>(context: &'c Context, inputs: &[Type<'c>], results: &[Type<'c>]) -> Type<'c> {
    let signature = FunctionType::new(context, inputs, results);
    // SAFETY: the argument is a builtin function type, and the result lives as long as its context.
    unsafe { Type::from_raw(ffi::pullbackFunctionalFnTypeGet(signature.to_raw())) }
}

/// The function value's type with the signature of a builtin function type; `None` for another type.
pub fn fn_type_of(signature: Type<'_>) -> Option<Type<'_>> {
    let signature = FunctionType::try_from(signature).ok()?;
    // SAFETY: the argument is a builtin function type, and the result lives as long as its context.
    Some(unsafe { Type::from_raw(ffi::pullbackFunctionalFnTypeGet(signature.to_raw())) })
}

/// Whether a type is a function value's.
pub fn is_fn_type(r#type: Type<'_>) -> bool {
    // SAFETY: the function reads the type's kind.
    unsafe { ffi::pullbackFunctionalTypeIsFn(r#type.to_raw()) }
}

/// The types of the arguments and of the results of a function value's type; `None` for another
/// type.
pub fn fn_signature(r#type: Type<'_>) -> Option<(Vec<Type<'_>>, Vec<Type<'_>>)> {
    // SAFETY: the function takes any type; the result, null for another type than a function
    // value's, lives as long as the same context.
    let signature = unsafe {
        Type::from_option_raw(ffi::pullbackFunctionalFnTypeGetSignature(r#type.to_raw()))
    }?;
    let signature = FunctionType::try_from(signature).ok()?;
    let inputs = (0..signature.input_count()).filter_map(|index| signature.input(index).ok());
    let results = (0..signature.result_count()).filter_map(|index| signature.result(index).ok());
    Some((inputs.collect(), results.collect()))
}

/// The tangent type of an argument: the type itself for a float, or a vector or tensor of floats;
/// a tuple's by its elements; the unit `tuple<>` for everything else. Cotangent types are equal
/// to tangent types.
pub fn tangent_type(r#type: Type<'_>) -> Type<'_> {
    // SAFETY: the function takes any type, and the result lives as long as the same context.
    unsafe { Type::from_raw(ffi::pullbackFunctionalTangentType(r#type.to_raw())) }
}

/// The tangent type of a result: as [`tangent_type`], except that the tangent of a function value
/// is a function of the same arguments that gives the tangents of its differentiable results.
pub fn result_tangent_type(r#type: Type<'_>) -> Type<'_> {
    // SAFETY: the function takes any type, and the result lives as long as the same context.
    unsafe { Type::from_raw(ffi::pullbackFunctionalResultTangentType(r#type.to_raw())) }
}

/// Whether an argument of this type is differentiable: its tangent type holds a float.
pub fn is_differentiable(r#type: Type<'_>) -> bool {
    holds_float(tangent_type(r#type))
}

/// Whether a result of this type is differentiable: its tangent type holds a float.
pub fn is_differentiable_result(r#type: Type<'_>) -> bool {
    holds_float(result_tangent_type(r#type))
}

fn holds_float(tangent: Type<'_>) -> bool {
    // SAFETY: the function takes any type.
    unsafe { ffi::pullbackFunctionalTypeHoldsFloat(tangent.to_raw()) }
}
