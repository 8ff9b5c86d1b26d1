//! Data types, their constructors, and stacks.

use crate::ffi;
use mlir_sys::{MlirAttribute, MlirStringRef, MlirType};
use pullback_ir::{Attr, ContextRef, Op, Type};
use std::{ffi::c_void, slice};

/// `!functional.data<@name>`; a name that ends with `$ct` is that of a tangent type.
///
/// Loads the dialect into the context where it is not loaded yet.
pub fn data_type<'a>(context: impl Into<ContextRef<'a>>, name: &str) -> Type<'a> {
    let name = MlirStringRef {
        data: name.as_ptr().cast(),
        length: name.len(),
    };
    // SAFETY: the context is live, the name is copied, and the type lives as long as the context.
    unsafe {
        Type::from_raw(ffi::pullbackFunctionalDataTypeGet(
            context.into().to_raw(),
            name,
        ))
    }
}

/// The symbol of the declaration of a data type, without the `$ct` of a tangent type; `None` for
/// another type.
pub fn declaration(r#type: Type<'_>) -> Option<&str> {
    // SAFETY: the function takes any type; an attribute lives as long as the same context.
    let symbol = unsafe {
        let symbol = ffi::pullbackFunctionalDataTypeGetSymbol(r#type.to_raw());
        (!symbol.ptr.is_null()).then(|| Attr::from_raw(symbol))
    };
    symbol?.as_symbol()
}

/// The name of a data type, with `$ct` for a tangent type; `None` for another type.
pub fn data_name(r#type: Type<'_>) -> Option<String> {
    let suffix = if is_tangent_data(r#type) { "$ct" } else { "" };
    Some(format!("{}{suffix}", declaration(r#type)?))
}

/// Whether a type is a data type.
pub fn is_data_type(r#type: Type<'_>) -> bool {
    declaration(r#type).is_some()
}

/// Whether a type is the tangent type of a data type.
pub fn is_tangent_data(r#type: Type<'_>) -> bool {
    // SAFETY: the function takes any type.
    unsafe { ffi::pullbackFunctionalDataTypeIsTangent(r#type.to_raw()) }
}

/// A constructor of a data type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constructor<'a> {
    /// Its name.
    pub name: &'a str,
    /// The types of its fields.
    pub fields: Vec<Type<'a>>,
}

/// The constructors of a data type, which may be the tangent type of another: its first is then the
/// zero of every shape. The declaration is looked up in `from`, as in a module, or in the symbol
/// tables around it. `None` for another type, or where there is no declaration.
pub fn constructors<'a>(from: Op<'a>, r#type: Type<'a>) -> Option<Vec<Constructor<'a>>> {
    unsafe extern "C" fn push(
        name: MlirAttribute,
        count: isize,
        fields: *const MlirType,
        found: *mut c_void,
    ) {
        // SAFETY: `found` is the vector below, `name` is live, and there are `count` fields.
        unsafe {
            let found = &mut *found.cast::<Vec<Constructor<'_>>>();
            let fields = types(count, fields);
            let name = Attr::from_raw(name).as_str().unwrap_or_default();
            found.push(Constructor { name, fields });
        }
    }
    let mut found: Vec<Constructor<'a>> = Vec::new();
    // SAFETY: op and type are live; the callback gets the vector for the time of the call. What it
    // stores lives as long as the context.
    let declared = unsafe {
        ffi::pullbackFunctionalConstructors(
            from.to_raw(),
            r#type.to_raw(),
            push,
            (&raw mut found).cast(),
        )
    };
    declared.then_some(found)
}

/// # Safety
/// There must be `count` types of a context that lives for `'a`.
unsafe fn types<'a>(count: isize, types: *const MlirType) -> Vec<Type<'a>> {
    let count = usize::try_from(count).unwrap_or(0);
    if count == 0 {
        return Vec::new();
    }
    // SAFETY: as the caller promises.
    unsafe {
        let types = slice::from_raw_parts(types, count);
        types.iter().map(|ty| Type::from_raw(*ty)).collect()
    }
}

/// The tangent types of what a value of this type is made of: a float itself, those of the fields
/// of a tuple, `@t$ct` for `@t`, a stack of leaves for a stack. What has no tangent is left out.
pub fn tangent_leaves(r#type: Type<'_>) -> Vec<Type<'_>> {
    unsafe extern "C" fn push(leaf: MlirType, found: *mut c_void) {
        // SAFETY: `found` is the vector below, and the type is live.
        unsafe { (*found.cast::<Vec<Type<'_>>>()).push(Type::from_raw(leaf)) }
    }
    let mut found = Vec::new();
    // SAFETY: the type is live; the callback gets the vector for the time of the call.
    unsafe {
        ffi::pullbackFunctionalTangentLeaves(r#type.to_raw(), push, (&raw mut found).cast());
    }
    found
}

/// `!functional.stack<elements...>`.
///
/// Loads the dialect into the context where it is not loaded yet.
pub fn stack_type<'a>(context: impl Into<ContextRef<'a>>, elements: &[Type<'a>]) -> Type<'a> {
    let elements: Vec<MlirType> = elements.iter().map(|ty| ty.to_raw()).collect();
    // SAFETY: context and types are live, and the types are copied.
    unsafe {
        Type::from_raw(ffi::pullbackFunctionalStackTypeGet(
            context.into().to_raw(),
            elements.len() as isize,
            elements.as_ptr(),
        ))
    }
}

/// The types in an entry of a stack; `None` for another type.
pub fn stack_elements(r#type: Type<'_>) -> Option<Vec<Type<'_>>> {
    // SAFETY: the function takes any type.
    let count = unsafe { ffi::pullbackFunctionalStackTypeGetNumElements(r#type.to_raw()) };
    let element = |index| {
        // SAFETY: a stack with more elements than `index`.
        unsafe {
            Type::from_raw(ffi::pullbackFunctionalStackTypeGetElement(
                r#type.to_raw(),
                index,
            ))
        }
    };
    (count >= 0).then(|| (0..count).map(element).collect())
}
