//! Ops.

use crate::{Attr, Block, ContextRef, Location, Mapping, Region, Type, Value, graveyard, text::*};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::{
    collections::HashSet,
    ffi::c_void,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// An op.
#[derive(Clone, Copy)]
pub struct Op<'a> {
    raw: MlirOperation,
    _root: PhantomData<&'a ()>,
}

/// In which order [`Op::walk`] lists ops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalkOrder {
    /// An op before what its regions hold.
    Pre,
    /// An op after what its regions hold.
    Post,
}

impl<'a> Op<'a> {
    /// # Safety
    /// The op must live for `'a` (erased ops count as living until they are buried).
    pub unsafe fn from_raw(raw: MlirOperation) -> Self {
        debug_assert!(!raw.ptr.is_null());
        Self {
            raw,
            _root: PhantomData,
        }
    }

    /// # Safety
    /// As [`Op::from_raw`], if it is not null.
    pub(crate) unsafe fn from_nullable(raw: MlirOperation) -> Option<Self> {
        // SAFETY: the caller vouches for it.
        (!raw.ptr.is_null()).then(|| unsafe { Self::from_raw(raw) })
    }

    /// The raw op.
    pub fn to_raw(self) -> MlirOperation {
        self.raw
    }

    /// The context.
    pub fn context(self) -> ContextRef<'a> {
        // SAFETY: the op is live.
        unsafe { ContextRef::from_raw(mlirOperationGetContext(self.raw)) }
    }

    /// The full name, such as `arith.addf`.
    pub fn name(self) -> &'a str {
        // SAFETY: names live in the context.
        unsafe { from_ref(mlirIdentifierStr(mlirOperationGetName(self.raw))) }
    }

    /// Whether the op has this name.
    pub fn is(self, name: &str) -> bool {
        self.name() == name
    }

    /// The namespace of the op's dialect.
    pub fn dialect(self) -> &'a str {
        self.name()
            .split_once('.')
            .map_or("", |(dialect, _)| dialect)
    }

    /// The location.
    pub fn location(self) -> Location<'a> {
        // SAFETY: the op is live.
        unsafe { Location::from_raw(mlirOperationGetLocation(self.raw)) }
    }

    /// Changes the location.
    pub fn set_location(self, location: Location<'a>) {
        // SAFETY: both are live in one context.
        unsafe { shim::pullbackOperationSetLocation(self.raw, location.to_raw()) }
    }

    // ---- operands and results ----

    /// How many operands there are.
    pub fn operand_count(self) -> usize {
        // SAFETY: the op is live.
        unsafe { mlirOperationGetNumOperands(self.raw) as usize }
    }

    /// The operands.
    pub fn operands(self) -> Vec<Value<'a>> {
        (0..self.operand_count()).map(|i| self.operand(i)).collect()
    }

    /// One operand.
    ///
    /// # Panics
    /// If there is no such operand.
    pub fn operand(self, index: usize) -> Value<'a> {
        assert!(
            index < self.operand_count(),
            "{} has no operand {index}",
            self.name()
        );
        // SAFETY: in range.
        unsafe { Value::from_raw(mlirOperationGetOperand(self.raw, index as isize)) }
    }

    /// Replaces one operand.
    ///
    /// # Panics
    /// If there is no such operand.
    pub fn set_operand(self, index: usize, value: Value<'a>) {
        assert!(
            index < self.operand_count(),
            "{} has no operand {index}",
            self.name()
        );
        // SAFETY: in range, and the value is live.
        unsafe { mlirOperationSetOperand(self.raw, index as isize, value.to_raw()) }
    }

    /// Replaces all operands; their number may change.
    pub fn set_operands(self, values: &[Value<'a>]) {
        // SAFETY: `Value` has the layout of its raw field; all are live.
        unsafe { mlirOperationSetOperands(self.raw, values.len() as isize, values.as_ptr().cast()) }
    }

    /// How many results there are.
    pub fn result_count(self) -> usize {
        // SAFETY: the op is live.
        unsafe { mlirOperationGetNumResults(self.raw) as usize }
    }

    /// The results.
    pub fn results(self) -> Vec<Value<'a>> {
        (0..self.result_count()).map(|i| self.result(i)).collect()
    }

    /// One result.
    ///
    /// # Panics
    /// If there is no such result.
    pub fn result(self, index: usize) -> Value<'a> {
        assert!(
            index < self.result_count(),
            "{} has no result {index}",
            self.name()
        );
        // SAFETY: in range.
        unsafe { Value::from_raw(mlirOperationGetResult(self.raw, index as isize)) }
    }

    /// The types of the results.
    pub fn result_types(self) -> Vec<Type<'a>> {
        self.results().into_iter().map(Value::ty).collect()
    }

    /// Whether any result is used.
    pub fn has_uses(self) -> bool {
        (0..self.result_count()).any(|index| self.result(index).has_uses())
    }

    // ---- attributes ----

    /// An attribute, inherent or discardable.
    pub fn attr(self, name: &str) -> Option<Attr<'a>> {
        // SAFETY: the op is live; the name is valid during the call.
        let raw = unsafe { mlirOperationGetAttributeByName(self.raw, to_ref(name)) };
        (!raw.ptr.is_null()).then(|| unsafe {
            // SAFETY: just read from a live op.
            Attr::from_raw(raw)
        })
    }

    /// Sets an attribute.
    pub fn set_attr(self, name: &str, attr: Attr<'a>) {
        // SAFETY: both are live in one context.
        unsafe { mlirOperationSetAttributeByName(self.raw, to_ref(name), attr.to_raw()) }
    }

    /// Removes an attribute; false if there was none.
    pub fn remove_attr(self, name: &str) -> bool {
        // SAFETY: the op is live.
        unsafe { mlirOperationRemoveAttributeByName(self.raw, to_ref(name)) }
    }

    /// All attributes with their names.
    pub fn attrs(self) -> Vec<(&'a str, Attr<'a>)> {
        // SAFETY: in range; names and attributes live in the context.
        unsafe {
            (0..mlirOperationGetNumAttributes(self.raw))
                .map(|i| {
                    let named = mlirOperationGetAttribute(self.raw, i);
                    (
                        from_ref(mlirIdentifierStr(named.name)),
                        Attr::from_raw(named.attribute),
                    )
                })
                .collect()
        }
    }

    /// The name of a symbol (`sym_name`).
    pub fn symbol_name(self) -> Option<&'a str> {
        self.attr("sym_name")?.as_str()
    }

    /// The type of a function op (`function_type`).
    pub fn function_type(self) -> Option<(Vec<Type<'a>>, Vec<Type<'a>>)> {
        self.attr("function_type")?.as_type()?.signature()
    }

    // ---- structure ----

    /// The regions.
    pub fn regions(self) -> Vec<Region<'a>> {
        (0..self.region_count()).map(|i| self.region(i)).collect()
    }

    /// How many regions there are.
    pub fn region_count(self) -> usize {
        // SAFETY: the op is live.
        unsafe { mlirOperationGetNumRegions(self.raw) as usize }
    }

    /// One region.
    ///
    /// # Panics
    /// If there is no such region.
    pub fn region(self, index: usize) -> Region<'a> {
        assert!(
            index < self.region_count(),
            "{} has no region {index}",
            self.name()
        );
        // SAFETY: in range.
        unsafe { Region::from_raw(mlirOperationGetRegion(self.raw, index as isize)) }
    }

    /// The block that holds the op.
    pub fn block(self) -> Option<Block<'a>> {
        // SAFETY: the op is live.
        let raw = unsafe { mlirOperationGetBlock(self.raw) };
        (!raw.ptr.is_null()).then(|| unsafe {
            // SAFETY: just read from a live op.
            Block::from_raw(raw)
        })
    }

    /// The blocks that a terminator may go to.
    pub fn successors(self) -> Vec<Block<'a>> {
        // SAFETY: the op is live, and the numbers are in range.
        unsafe {
            (0..mlirOperationGetNumSuccessors(self.raw))
                .map(|index| Block::from_raw(mlirOperationGetSuccessor(self.raw, index)))
                .collect()
        }
    }

    /// The op in whose region this op is.
    pub fn parent(self) -> Option<Op<'a>> {
        // SAFETY: the op is live.
        unsafe { Self::from_nullable(mlirOperationGetParentOperation(self.raw)) }
    }

    /// The nearest ancestor with this name (the op itself not counted).
    pub fn ancestor(self, name: &str) -> Option<Op<'a>> {
        std::iter::successors(self.parent(), |op| op.parent()).find(|op| op.is(name))
    }

    /// Whether this op is `other` or inside it.
    pub fn is_inside(self, other: Op<'a>) -> bool {
        std::iter::successors(Some(self), |op| op.parent()).any(|op| op == other)
    }

    /// The outermost op that holds this one.
    pub fn top(self) -> Op<'a> {
        std::iter::successors(Some(self), |op| op.parent())
            .last()
            .unwrap_or(self)
    }

    /// The next op of the block.
    pub fn next(self) -> Option<Op<'a>> {
        // SAFETY: the op is live.
        unsafe { Self::from_nullable(mlirOperationGetNextInBlock(self.raw)) }
    }

    /// Whether this op is before `other` in the same block.
    ///
    /// # Panics
    /// If the two are not in one block.
    pub fn is_before(self, other: Op<'a>) -> bool {
        assert!(
            self.block().is_some() && self.block() == other.block(),
            "both ops are in one block"
        );
        // SAFETY: both are live and in one block.
        unsafe { mlirOperationIsBeforeInBlock(self.raw, other.raw) }
    }

    /// This op and all ops inside it (a snapshot: ops may be erased or added meanwhile). Without
    /// recursion, so that the depth of the IR does not matter.
    pub fn walk(self, order: WalkOrder) -> Vec<Op<'a>> {
        // Reversed pre-order over reversed children is post-order.
        let mut ops = Vec::new();
        let mut pending = vec![self];
        while let Some(op) = pending.pop() {
            ops.push(op);
            let mut children = Vec::new();
            for region in op.regions() {
                for block in region.blocks() {
                    children.extend(block.ops());
                }
            }
            if order == WalkOrder::Pre {
                children.reverse();
            }
            pending.extend(children);
        }
        if order == WalkOrder::Post {
            ops.reverse();
        }
        ops
    }

    /// The symbol of this name directly in the op's first region.
    pub fn symbol(self, name: &str) -> Option<Op<'a>> {
        let block = self.regions().first()?.first()?;
        let mut op = block.first();
        while let Some(candidate) = op {
            if candidate.symbol_name() == Some(name) {
                return Some(candidate);
            }
            op = candidate.next();
        }
        None
    }

    /// The symbols that attributes of this op and of what is in its regions name, once a use; of a nested
    /// reference the outermost. What nested symbol tables hold is left out. `None` if an unregistered op
    /// makes it unknown.
    pub fn symbol_uses(self) -> Option<Vec<&'a str>> {
        unsafe extern "C" fn push(name: MlirStringRef, data: *mut c_void) {
            // SAFETY: `data` is the vector below, and the name lives in the context.
            unsafe { (*data.cast::<Vec<&str>>()).push(from_ref(name)) }
        }
        let mut names = Vec::<&'a str>::new();
        // SAFETY: the op is live, and the callback runs only during the call.
        let known =
            unsafe { shim::pullbackOperationSymbolUses(self.raw, push, (&raw mut names).cast()) };
        known.then_some(names)
    }

    /// The `func.func` ops directly in the op's first region.
    pub fn functions(self) -> Vec<Op<'a>> {
        self.regions()
            .first()
            .and_then(|region| region.first())
            .map(|block| block.ops())
            .unwrap_or_default()
            .into_iter()
            .filter(|op| op.is("func.func"))
            .collect()
    }

    // ---- change ----

    /// Unlinks the op; its memory stays until the root is borrowed exclusively, so handles never dangle.
    ///
    /// # Panics
    /// If a result still has uses outside the op, or the op is in no block: erased already, or the root.
    pub fn erase(self) {
        assert!(
            self.block().is_some(),
            "{} is erased, and in no block",
            self.name()
        );
        assert!(
            !self.has_uses(),
            "{} is erased while its results are used",
            self.name()
        );
        let top = self.top();
        // SAFETY: nothing uses the op, and the graveyard owns it from now on. Dropping its references
        // keeps use lists of what stays exact; reading an operand of an erased op panics.
        unsafe {
            mlirOperationRemoveFromParent(self.raw);
            shim::pullbackOperationDropAllReferences(self.raw);
        }
        graveyard::push(self.raw, top.raw);
    }

    /// Replaces the results by `values` and erases the op.
    ///
    /// # Panics
    /// If numbers or types differ.
    pub fn replace_with(self, values: &[Value<'a>]) {
        assert_eq!(
            values.len(),
            self.result_count(),
            "one value for each result of {}",
            self.name()
        );
        for (result, &value) in self.results().into_iter().zip(values) {
            result.replace_all_uses_with(value);
        }
        self.erase();
    }

    /// Moves the op before `other`.
    pub fn move_before(self, other: Op<'a>) {
        // SAFETY: both are live.
        unsafe { mlirOperationMoveBefore(self.raw, other.raw) }
    }

    /// Moves the op after `other`.
    pub fn move_after(self, other: Op<'a>) {
        // SAFETY: both are live.
        unsafe { mlirOperationMoveAfter(self.raw, other.raw) }
    }

    /// A clone right before `before`; values outside go through `mapping`, and inner ones are added to it.
    pub fn clone_before(self, before: Op<'a>, mapping: &mut Mapping<'a>) -> Op<'a> {
        // SAFETY: all are live; the clone gets an owner at once.
        unsafe {
            let raw = shim::pullbackOperationCloneMapped(self.raw, mapping.as_ptr());
            let block = mlirOperationGetBlock(before.raw);
            mlirBlockInsertOwnedOperationBefore(block, before.raw, raw);
            Op::from_raw(raw)
        }
    }

    /// A clone at the end of `block`.
    pub fn clone_to_end(self, block: Block<'a>, mapping: &mut Mapping<'a>) -> Op<'a> {
        // SAFETY: as above.
        unsafe {
            let raw = shim::pullbackOperationCloneMapped(self.raw, mapping.as_ptr());
            mlirBlockAppendOwnedOperation(block.to_raw(), raw);
            Op::from_raw(raw)
        }
    }

    // ---- queries ----

    /// Whether the op neither reads nor writes memory, nor anything in its regions does.
    pub fn is_memory_effect_free(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationIsMemoryEffectFree(self.raw) }
    }

    /// Whether the op may be executed where it was not asked for.
    pub fn is_speculatable(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationIsSpeculatable(self.raw) }
    }

    /// Whether the op may be removed: unused and without effects.
    pub fn is_dead(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationWouldBeTriviallyDead(self.raw) }
    }

    /// Whether the op ends a block.
    pub fn is_terminator(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationIsTerminator(self.raw) }
    }

    /// Whether the op makes a constant.
    pub fn is_constant(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationIsConstantLike(self.raw) }
    }

    /// Whether the op's regions see no value from outside.
    pub fn is_isolated(self) -> bool {
        // SAFETY: the op is live.
        unsafe { shim::pullbackOperationIsIsolatedFromAbove(self.raw) }
    }

    /// Values defined outside the op that ops in its regions use, in the order of first use.
    pub fn captures(self) -> Vec<Value<'a>> {
        let mut captures = Vec::new();
        let mut seen = HashSet::new();
        for inner in self.walk(WalkOrder::Pre).into_iter().skip(1) {
            for operand in inner.operands() {
                if !operand.is_inside(self) && seen.insert(operand) {
                    captures.push(operand);
                }
            }
        }
        captures
    }

    /// Runs the verifier; what is wrong goes to the context's diagnostics.
    pub fn verify(self) -> bool {
        // SAFETY: the op is live.
        unsafe { mlirOperationVerify(self.raw) }
    }

    /// The text without locations.
    pub fn text(self) -> String {
        self.print(false)
    }

    /// The text with locations.
    pub fn text_with_locations(self) -> String {
        self.print(true)
    }

    fn print(self, locations: bool) -> String {
        // SAFETY: the op is live; the flags are owned; the callback gets its own buffer.
        unsafe {
            let flags = mlirOpPrintingFlagsCreate();
            if locations {
                mlirOpPrintingFlagsEnableDebugInfo(flags, true, false);
            }
            let text = printed_text(|data| {
                mlirOperationPrintWithFlags(self.raw, flags, Some(collect), data)
            });
            mlirOpPrintingFlagsDestroy(flags);
            text
        }
    }

    /// The bytecode.
    pub fn bytecode(self) -> Vec<u8> {
        // SAFETY: the op is live; the callback gets its own buffer.
        printed(|data| unsafe { mlirOperationWriteBytecode(self.raw, Some(collect), data) })
    }
}

impl PartialEq for Op<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw.ptr == other.raw.ptr
    }
}
impl Eq for Op<'_> {}
impl Hash for Op<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.ptr.hash(state);
    }
}
impl fmt::Display for Op<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
impl fmt::Debug for Op<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{:p}", self.name(), self.raw.ptr)
    }
}
