//! Locations.

use crate::{ContextRef, text::*};
use mlir_sys::*;
use std::{fmt, marker::PhantomData};

/// Where an op comes from.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Location<'a> {
    raw: MlirLocation,
    _context: PhantomData<&'a ()>,
}

impl<'a> Location<'a> {
    /// # Safety
    /// The location must belong to a context that lives for `'a`.
    pub unsafe fn from_raw(raw: MlirLocation) -> Self {
        Self {
            raw,
            _context: PhantomData,
        }
    }

    /// The raw location.
    pub fn to_raw(self) -> MlirLocation {
        self.raw
    }

    /// The unknown location.
    pub fn unknown(context: impl Into<ContextRef<'a>>) -> Self {
        // SAFETY: the context is live for `'a`.
        unsafe { Self::from_raw(mlirLocationUnknownGet(context.into().raw)) }
    }

    /// A named location around this one: `loc("name"(self))`.
    pub fn named(self, name: &str) -> Self {
        // SAFETY: the location is live; the text is copied.
        unsafe {
            Self::from_raw(mlirLocationNameGet(
                mlirLocationGetContext(self.raw),
                to_ref(name),
                self.raw,
            ))
        }
    }

    /// This location fused with a piece of metadata: `loc(fused<metadata>[self])`.
    pub fn with_metadata(self, metadata: crate::Attr<'a>) -> Self {
        let mut inner = self.raw;
        // SAFETY: the location and the attribute are live in one context.
        unsafe {
            Self::from_raw(mlirLocationFusedGet(
                mlirLocationGetContext(self.raw),
                1,
                &raw mut inner,
                metadata.to_raw(),
            ))
        }
    }

    /// The texts that locations were fused with, outermost first: what code is for, as
    /// [`Location::with_metadata`] wrote it. Callers of inlined code and further parts of fused
    /// locations are not looked at.
    pub fn metadata_texts(self) -> Vec<&'a str> {
        let mut texts = Vec::new();
        let mut raw = self.raw;
        for _ in 0..64 {
            // SAFETY: each accessor is asked of its own kind, and metadata lives as long as the context.
            unsafe {
                if mlirLocationIsAFused(raw) && mlirLocationFusedGetNumLocations(raw) > 0 {
                    let metadata = mlirLocationFusedGetMetadata(raw);
                    if !metadata.ptr.is_null() && mlirAttributeIsAString(metadata) {
                        texts.push(from_ref(mlirStringAttrGetValue(metadata)));
                    }
                    let count = mlirLocationFusedGetNumLocations(raw) as usize;
                    let mut parts = vec![raw; count];
                    mlirLocationFusedGetLocations(raw, parts.as_mut_ptr());
                    raw = parts[0];
                } else if mlirLocationIsAName(raw) {
                    raw = mlirLocationNameGetChildLoc(raw);
                } else if mlirLocationIsACallSite(raw) {
                    raw = mlirLocationCallSiteGetCallee(raw);
                } else {
                    break;
                }
            }
        }
        texts
    }

    /// Where code of a callee stands after inlining: `loc(callsite(self at caller))`. MLIR prints
    /// locations recursively, so one of more than 32 nested call sites is not made: the location stays
    /// what it is.
    pub fn call_site(self, caller: Location<'a>) -> Self {
        const DEPTH: usize = 32;
        if self.call_depth(DEPTH).max(caller.call_depth(DEPTH)) == DEPTH {
            return self;
        }
        // SAFETY: both locations are live in one context.
        unsafe { Self::from_raw(mlirLocationCallSiteGet(self.raw, caller.raw)) }
    }

    /// Callee and caller of a call site.
    pub fn as_call_site(self) -> Option<(Location<'a>, Location<'a>)> {
        // SAFETY: asked only of its own kind.
        unsafe {
            mlirLocationIsACallSite(self.raw).then(|| {
                (
                    Self::from_raw(mlirLocationCallSiteGetCallee(self.raw)),
                    Self::from_raw(mlirLocationCallSiteGetCaller(self.raw)),
                )
            })
        }
    }

    /// How deep call sites nest, `limit` if that is less. By levels, as parts are shared.
    fn call_depth(self, limit: usize) -> usize {
        let mut level = vec![self];
        for depth in 0..limit {
            let mut next = Vec::new();
            for (callee, caller) in level.iter().filter_map(|location| location.as_call_site()) {
                for part in [callee, caller] {
                    if !next.contains(&part) {
                        next.push(part);
                    }
                }
            }
            if next.is_empty() {
                return depth;
            }
            level = next;
        }
        limit
    }

    /// The innermost file, line and column, if there is one.
    pub fn file_line_column(self) -> Option<(String, usize, usize)> {
        let mut raw = self.raw;
        for _ in 0..64 {
            // SAFETY: each accessor is asked of its own kind.
            unsafe {
                if mlirLocationIsAFileLineColRange(raw) {
                    let file = mlirIdentifierStr(mlirLocationFileLineColRangeGetFilename(raw));
                    return Some((
                        from_ref(file).to_owned(),
                        mlirLocationFileLineColRangeGetStartLine(raw) as usize,
                        mlirLocationFileLineColRangeGetStartColumn(raw) as usize,
                    ));
                } else if mlirLocationIsAName(raw) {
                    raw = mlirLocationNameGetChildLoc(raw);
                } else if mlirLocationIsACallSite(raw) {
                    raw = mlirLocationCallSiteGetCallee(raw);
                } else if mlirLocationIsAFused(raw) && mlirLocationFusedGetNumLocations(raw) > 0 {
                    let count = mlirLocationFusedGetNumLocations(raw) as usize;
                    let mut parts = vec![raw; count];
                    mlirLocationFusedGetLocations(raw, parts.as_mut_ptr());
                    raw = parts[0];
                } else {
                    return None;
                }
            }
        }
        None
    }
}

impl PartialEq for Location<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw.ptr == other.raw.ptr
    }
}
impl Eq for Location<'_> {}
impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the location is live; the callback gets its own buffer.
        f.write_str(&printed_text(|data| unsafe {
            mlirLocationPrint(self.raw, Some(collect), data)
        }))
    }
}
impl fmt::Debug for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
