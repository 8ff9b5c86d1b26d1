//! Which value stands for which while code is cloned.

use crate::Value;
use pullback_mlir_shim as shim;
use std::{ffi::c_void, marker::PhantomData};

/// A map from values of the original to values of the clone.
#[derive(Debug)]
pub struct Mapping<'a> {
    raw: *mut c_void,
    _root: PhantomData<&'a ()>,
}

impl<'a> Mapping<'a> {
    /// An empty map.
    pub fn new() -> Self {
        Self {
            // SAFETY: no precondition.
            raw: unsafe { shim::pullbackMappingCreate() },
            _root: PhantomData,
        }
    }

    /// A map that holds these pairs.
    pub fn of(from: &[Value<'a>], to: &[Value<'a>]) -> Self {
        let mut mapping = Self::new();
        for (&from, &to) in from.iter().zip(to) {
            mapping.insert(from, to);
        }
        mapping
    }

    /// Lets `to` stand for `from`.
    pub fn insert(&mut self, from: Value<'a>, to: Value<'a>) {
        // SAFETY: the map is owned and the values are live.
        unsafe { shim::pullbackMappingMap(self.raw, from.to_raw(), to.to_raw()) }
    }

    /// What stands for `from`, if anything does.
    pub fn get(&self, from: Value<'a>) -> Option<Value<'a>> {
        // SAFETY: as above; a value in the map is live for `'a`.
        unsafe {
            let raw = shim::pullbackMappingLookupOrNull(self.raw, from.to_raw());
            (!raw.ptr.is_null()).then(|| Value::from_raw(raw))
        }
    }

    /// What stands for `from`, or `from` itself.
    pub fn apply(&self, from: Value<'a>) -> Value<'a> {
        self.get(from).unwrap_or(from)
    }

    pub(crate) fn as_ptr(&mut self) -> *mut c_void {
        self.raw
    }
}

impl Default for Mapping<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Mapping<'_> {
    fn drop(&mut self) {
        // SAFETY: owned.
        unsafe { shim::pullbackMappingDestroy(self.raw) }
    }
}
