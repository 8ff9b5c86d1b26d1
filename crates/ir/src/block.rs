//! Blocks and regions.

use crate::{Location, Mapping, Op, Type, Value};
use mlir_sys::*;
use pullback_mlir_shim as shim;
use std::marker::PhantomData;

/// A block.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    raw: MlirBlock,
    _root: PhantomData<&'a ()>,
}

impl<'a> Block<'a> {
    /// # Safety
    /// The block must live for `'a`.
    pub unsafe fn from_raw(raw: MlirBlock) -> Self {
        assert!(!raw.ptr.is_null(), "a block was expected");
        Self {
            raw,
            _root: PhantomData,
        }
    }

    /// The raw block.
    pub fn to_raw(self) -> MlirBlock {
        self.raw
    }

    /// The arguments.
    pub fn args(self) -> Vec<Value<'a>> {
        (0..self.arg_count()).map(|i| self.arg(i)).collect()
    }

    /// How many arguments there are.
    pub fn arg_count(self) -> usize {
        // SAFETY: the block is live.
        unsafe { mlirBlockGetNumArguments(self.raw) as usize }
    }

    /// One argument.
    ///
    /// # Panics
    /// If there is no such argument.
    pub fn arg(self, index: usize) -> Value<'a> {
        assert!(
            index < self.arg_count(),
            "the block has no argument {index}"
        );
        // SAFETY: in range.
        unsafe { Value::from_raw(mlirBlockGetArgument(self.raw, index as isize)) }
    }

    /// Appends an argument.
    pub fn add_arg(self, ty: Type<'a>, location: Location<'a>) -> Value<'a> {
        // SAFETY: all are live in one context.
        unsafe {
            Value::from_raw(mlirBlockAddArgument(
                self.raw,
                ty.to_raw(),
                location.to_raw(),
            ))
        }
    }

    /// Removes an argument that nothing uses.
    ///
    /// # Panics
    /// If there is no such argument, or something uses it.
    pub fn erase_arg(self, index: usize) {
        assert!(
            !self.arg(index).has_uses(),
            "block argument {index} is erased while it is used"
        );
        // SAFETY: in range and unused.
        unsafe { shim::pullbackBlockEraseArgument(self.raw, index as isize) }
    }

    /// The ops, in order (a snapshot: the block may be changed meanwhile).
    pub fn ops(self) -> Vec<Op<'a>> {
        let mut ops = Vec::new();
        // SAFETY: the block is live and not changed during the walk.
        unsafe {
            let mut op = mlirBlockGetFirstOperation(self.raw);
            while !op.ptr.is_null() {
                ops.push(Op::from_raw(op));
                op = mlirOperationGetNextInBlock(op);
            }
        }
        ops
    }

    /// The first op.
    pub fn first(self) -> Option<Op<'a>> {
        // SAFETY: the block is live.
        unsafe { Op::from_nullable(mlirBlockGetFirstOperation(self.raw)) }
    }

    /// The last op, if it is a terminator.
    pub fn try_terminator(self) -> Option<Op<'a>> {
        // SAFETY: the block is live.
        unsafe { Op::from_nullable(mlirBlockGetTerminator(self.raw)) }
    }

    /// The terminator.
    ///
    /// # Panics
    /// If the block has none, which verified IR never lacks outside of graph-like regions.
    pub fn terminator(self) -> Op<'a> {
        self.try_terminator().expect("the block has a terminator")
    }

    /// The op whose region holds the block.
    pub fn parent_op(self) -> Option<Op<'a>> {
        // SAFETY: the block is live.
        unsafe { Op::from_nullable(mlirBlockGetParentOperation(self.raw)) }
    }

    /// The next block of the region.
    pub fn next(self) -> Option<Block<'a>> {
        // SAFETY: the block is live.
        let raw = unsafe { mlirBlockGetNextInRegion(self.raw) };
        (!raw.ptr.is_null()).then(|| unsafe {
            // SAFETY: just read from a live block.
            Block::from_raw(raw)
        })
    }

    /// Moves every op of this block before `op`, `values` standing for the arguments. The block stays,
    /// empty; erase the op that holds it.
    ///
    /// # Panics
    /// If the number or the types of the values differ from the arguments'.
    pub fn splice_before(self, op: Op<'a>, values: &[Value<'a>]) {
        self.bind(values);
        // SAFETY: both are live, and `op` is in another block.
        unsafe { shim::pullbackBlockSpliceBefore(self.raw, op.to_raw()) }
    }

    /// Moves every op of this block to the end of `into`, `values` standing for the arguments.
    ///
    /// # Panics
    /// If the number or the types of the values differ from the arguments'.
    pub fn splice_to_end(self, into: Block<'a>, values: &[Value<'a>]) {
        self.bind(values);
        assert!(self != into, "a block cannot be spliced into itself");
        // SAFETY: both are live and differ.
        unsafe { shim::pullbackBlockSpliceToEnd(self.raw, into.raw) }
    }

    fn bind(self, values: &[Value<'a>]) {
        assert_eq!(
            values.len(),
            self.arg_count(),
            "one value for each block argument"
        );
        for (argument, &value) in self.args().into_iter().zip(values) {
            argument.replace_all_uses_with(value);
        }
    }
}

impl PartialEq for Block<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw.ptr == other.raw.ptr
    }
}
impl Eq for Block<'_> {}
impl std::hash::Hash for Block<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.raw.ptr.hash(state);
    }
}

/// A region of an op.
#[derive(Clone, Copy, Debug)]
pub struct Region<'a> {
    raw: MlirRegion,
    _root: PhantomData<&'a ()>,
}

impl<'a> Region<'a> {
    /// # Safety
    /// The region must live for `'a`.
    pub unsafe fn from_raw(raw: MlirRegion) -> Self {
        Self {
            raw,
            _root: PhantomData,
        }
    }

    /// The raw region.
    pub fn to_raw(self) -> MlirRegion {
        self.raw
    }

    /// Whether the region has no block.
    pub fn is_empty(self) -> bool {
        self.first().is_none()
    }

    /// The first block.
    pub fn first(self) -> Option<Block<'a>> {
        // SAFETY: the region is live.
        let raw = unsafe { mlirRegionGetFirstBlock(self.raw) };
        (!raw.ptr.is_null()).then(|| unsafe {
            // SAFETY: just read from a live region.
            Block::from_raw(raw)
        })
    }

    /// The entry block.
    ///
    /// # Panics
    /// If the region is empty (a declaration has an empty body).
    pub fn entry(self) -> Block<'a> {
        self.first().expect("the region has a block")
    }

    /// The blocks, in order.
    pub fn blocks(self) -> Vec<Block<'a>> {
        std::iter::successors(self.first(), |block| block.next()).collect()
    }

    /// Appends a block with arguments of these types.
    pub fn append_block(self, types: &[Type<'a>], location: Location<'a>) -> Block<'a> {
        let locations = vec![location.to_raw(); types.len()];
        // SAFETY: `Type` has the layout of its raw field; the new block belongs to the region.
        unsafe {
            let raw = mlirBlockCreate(
                types.len() as isize,
                types.as_ptr().cast(),
                locations.as_ptr(),
            );
            mlirRegionAppendOwnedBlock(self.raw, raw);
            Block::from_raw(raw)
        }
    }

    /// Appends clones of this region's blocks to `into`.
    pub fn clone_into(self, into: Region<'a>, mapping: &mut Mapping<'a>) {
        // SAFETY: all are live in one context.
        unsafe { shim::pullbackRegionCloneInto(self.raw, into.raw, mapping.as_ptr()) }
    }

    /// Moves all blocks of `from` to the end of this region.
    pub fn take_blocks(self, from: Region<'a>) {
        // SAFETY: both are live; blocks are detached before they are appended.
        unsafe {
            let mut block = mlirRegionGetFirstBlock(from.raw);
            while !block.ptr.is_null() {
                let next = mlirBlockGetNextInRegion(block);
                mlirBlockDetach(block);
                mlirRegionAppendOwnedBlock(self.raw, block);
                block = next;
            }
        }
    }
}
