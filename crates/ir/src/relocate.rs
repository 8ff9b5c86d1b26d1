//! Other places in the locations of an op and of all that is inside it.

use crate::{Location, Op, WalkOrder, text::*};
use mlir_sys::*;
use std::collections::HashMap;

/// How deep locations nest at most; what is deeper stays as it is.
const DEPTH: usize = 256;

/// Puts other files, lines and columns into the locations of `root`, of all ops inside it and of their block arguments, where
/// `place` gives some. What locations are fused with, names and call sites stay.
pub fn relocate<'a>(
    root: Op<'a>,
    place: impl FnMut(&str, usize, usize) -> Option<(String, usize, usize)>,
) {
    let mut map = Map {
        place,
        known: HashMap::new(),
    };
    for op in root.walk(WalkOrder::Pre) {
        op.set_location(map.location(op.location(), 0));
        for block in op.regions().into_iter().flat_map(|region| region.blocks()) {
            for argument in block.args() {
                // SAFETY: the argument is live, and so is its location, in one context.
                unsafe {
                    let old = Location::from_raw(mlirValueGetLocation(argument.to_raw()));
                    let new = map.location(old, 0);
                    mlirBlockArgumentSetLocation(argument.to_raw(), new.to_raw());
                }
            }
        }
    }
}

struct Map<'a, F> {
    place: F,
    /// Locations share their parts.
    known: HashMap<*const std::ffi::c_void, Location<'a>>,
}

impl<'a, F: FnMut(&str, usize, usize) -> Option<(String, usize, usize)>> Map<'a, F> {
    fn location(&mut self, old: Location<'a>, depth: usize) -> Location<'a> {
        if depth == DEPTH {
            return old;
        }
        let key = old.to_raw().ptr;
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let new = self.made(old, depth + 1);
        self.known.insert(key, new);
        new
    }

    fn made(&mut self, old: Location<'a>, depth: usize) -> Location<'a> {
        let raw = old.to_raw();
        // SAFETY: each accessor is asked of its own kind; locations are made of live parts of one context, and texts are
        // copied.
        unsafe {
            let part = |raw| Location::from_raw(raw);
            let context = mlirLocationGetContext(raw);
            if mlirLocationIsAFileLineColRange(raw) {
                let file = from_ref(mlirIdentifierStr(mlirLocationFileLineColRangeGetFilename(
                    raw,
                )));
                let line = mlirLocationFileLineColRangeGetStartLine(raw) as usize;
                let column = mlirLocationFileLineColRangeGetStartColumn(raw) as usize;
                let Some((file, line, column)) = (self.place)(file, line, column) else {
                    return old;
                };
                let (line, column) = (line as u32, column as u32);
                part(mlirLocationFileLineColGet(
                    context,
                    to_ref(&file),
                    line,
                    column,
                ))
            } else if mlirLocationIsAName(raw) {
                let child = self.location(part(mlirLocationNameGetChildLoc(raw)), depth);
                let name = mlirIdentifierStr(mlirLocationNameGetName(raw));
                part(mlirLocationNameGet(context, name, child.to_raw()))
            } else if mlirLocationIsACallSite(raw) {
                let callee = self.location(part(mlirLocationCallSiteGetCallee(raw)), depth);
                let caller = self.location(part(mlirLocationCallSiteGetCaller(raw)), depth);
                part(mlirLocationCallSiteGet(callee.to_raw(), caller.to_raw()))
            } else if mlirLocationIsAFused(raw) {
                let count = mlirLocationFusedGetNumLocations(raw) as usize;
                let mut parts = vec![raw; count];
                mlirLocationFusedGetLocations(raw, parts.as_mut_ptr());
                for one in &mut parts {
                    *one = self.location(part(*one), depth).to_raw();
                }
                let metadata = mlirLocationFusedGetMetadata(raw);
                let count = parts.len() as isize;
                part(mlirLocationFusedGet(
                    context,
                    count,
                    parts.as_mut_ptr(),
                    metadata,
                ))
            } else {
                old
            }
        }
    }
}
