//! Making ops.

use crate::{Attr, Block, ContextRef, Location, Op, Type, Value, text::to_ref};
use mlir_sys::*;
use std::cell::Cell;

/// Where ops go.
#[derive(Clone, Copy, Debug)]
pub enum Point<'a> {
    /// Before this op.
    Before(Op<'a>),
    /// At the end of this block.
    End(Block<'a>),
}

/// Makes ops at an insertion point, with a location.
#[derive(Clone, Debug)]
pub struct Builder<'a> {
    context: ContextRef<'a>,
    point: Cell<Point<'a>>,
    location: Cell<Location<'a>>,
    rewriter: Option<MlirRewriterBase>,
}

impl<'a> Builder<'a> {
    /// Inserts before `op`, at its location.
    pub fn before(op: Op<'a>) -> Self {
        Self {
            context: op.context(),
            point: Cell::new(Point::Before(op)),
            location: Cell::new(op.location()),
            rewriter: None,
        }
    }

    /// Inserts after `op`, at its location.
    pub fn after(op: Op<'a>) -> Self {
        let builder = Self::before(op);
        builder.point.set(match (op.next(), op.block()) {
            (Some(next), _) => Point::Before(next),
            (None, Some(block)) => Point::End(block),
            (None, None) => Point::Before(op),
        });
        builder
    }

    /// Inserts at the end of `block`.
    pub fn at_end(block: Block<'a>, location: Location<'a>) -> Self {
        Self {
            // SAFETY: the location is live for `'a`.
            context: unsafe { ContextRef::from_raw(mlirLocationGetContext(location.to_raw())) },
            point: Cell::new(Point::End(block)),
            location: Cell::new(location),
            rewriter: None,
        }
    }

    /// Inserts at the start of `block`.
    pub fn at_start(block: Block<'a>, location: Location<'a>) -> Self {
        let builder = Self::at_end(block, location);
        if let Some(first) = block.first() {
            builder.point.set(Point::Before(first));
        }
        builder
    }

    /// Tells this rewriter of every op made.
    ///
    /// # Safety
    /// The rewriter must live for `'a`.
    pub unsafe fn with_rewriter(mut self, rewriter: MlirRewriterBase) -> Self {
        self.rewriter = Some(rewriter);
        self
    }

    /// The context.
    pub fn context(&self) -> ContextRef<'a> {
        self.context
    }

    /// The location of the ops to come.
    pub fn location(&self) -> Location<'a> {
        self.location.get()
    }

    /// Changes the location of the ops to come.
    pub fn set_location(&self, location: Location<'a>) {
        self.location.set(location);
    }

    /// Moves the insertion point before `op`; the location stays.
    pub fn set_before(&self, op: Op<'a>) {
        self.point.set(Point::Before(op));
    }

    /// Moves the insertion point to the end of `block`; the location stays.
    pub fn set_end(&self, block: Block<'a>) {
        self.point.set(Point::End(block));
    }

    /// The insertion point, for [`Builder::restore`].
    pub fn save(&self) -> Point<'a> {
        self.point.get()
    }

    /// Goes back to a saved insertion point; the location stays.
    pub fn restore(&self, point: Point<'a>) {
        self.point.set(point);
    }

    /// The block ops go to.
    pub fn block(&self) -> Block<'a> {
        match self.point.get() {
            Point::Before(op) => op.block().expect("the insertion point is in a block"),
            Point::End(block) => block,
        }
    }

    /// Starts an op of this name.
    pub fn op<'b>(&'b self, name: &'b str) -> OpBuilder<'a, 'b> {
        OpBuilder {
            builder: self,
            name,
            operands: Vec::new(),
            results: None,
            attrs: Vec::new(),
            regions: 0,
        }
    }

    /// The op that a text describes; what is wrong with it goes to the context's diagnostics.
    pub fn parse(&self, text: &str) -> Option<Op<'a>> {
        // SAFETY: the text is copied, and the new op gets an owner at once.
        unsafe {
            let raw = mlirOperationCreateParse(self.context.raw, to_ref(text), to_ref("op"));
            let op = Op::from_nullable(raw)?;
            self.insert(raw);
            Some(op)
        }
    }

    /// `arith.constant` of a float type, or a splat of a static shaped one.
    pub fn float(&self, ty: Type<'a>, value: f64) -> Value<'a> {
        let attr = Attr::float(ty, value).expect("a float type, or a static shape of floats");
        self.constant(attr, ty)
    }

    /// `arith.constant` of an integer type.
    pub fn int(&self, ty: Type<'a>, value: i64) -> Value<'a> {
        self.constant(Attr::int(ty, value), ty)
    }

    fn constant(&self, value: Attr<'a>, ty: Type<'a>) -> Value<'a> {
        self.op("arith.constant")
            .attr("value", value)
            .results(&[ty])
            .build()
            .result(0)
    }

    fn insert(&self, raw: MlirOperation) {
        // SAFETY: the new op is owned by nobody else; the insertion point is live.
        unsafe {
            match (self.rewriter, self.point.get()) {
                (Some(rewriter), Point::Before(op)) => {
                    mlirRewriterBaseSetInsertionPointBefore(rewriter, op.to_raw());
                    mlirRewriterBaseInsert(rewriter, raw);
                }
                (Some(rewriter), Point::End(block)) => {
                    mlirRewriterBaseSetInsertionPointToEnd(rewriter, block.to_raw());
                    mlirRewriterBaseInsert(rewriter, raw);
                }
                (None, Point::Before(op)) => {
                    mlirBlockInsertOwnedOperationBefore(self.block().to_raw(), op.to_raw(), raw);
                }
                (None, Point::End(block)) => mlirBlockAppendOwnedOperation(block.to_raw(), raw),
            }
        }
    }
}

/// An op being made.
#[derive(Debug)]
#[must_use = "nothing is made before `build`"]
pub struct OpBuilder<'a, 'b> {
    builder: &'b Builder<'a>,
    name: &'b str,
    operands: Vec<MlirValue>,
    results: Option<Vec<MlirType>>,
    attrs: Vec<(&'b str, Attr<'a>)>,
    regions: usize,
}

impl<'a, 'b> OpBuilder<'a, 'b> {
    /// Appends operands.
    pub fn operands(mut self, values: &[Value<'a>]) -> Self {
        self.operands
            .extend(values.iter().map(|value| value.to_raw()));
        self
    }

    /// Appends result types. Without a call of this, the op must infer its types.
    pub fn results(mut self, types: &[Type<'a>]) -> Self {
        self.results
            .get_or_insert_default()
            .extend(types.iter().map(|ty| ty.to_raw()));
        self
    }

    /// Adds an attribute.
    pub fn attr(mut self, name: &'b str, attr: Attr<'a>) -> Self {
        self.attrs.push((name, attr));
        self
    }

    /// Adds an attribute if there is one.
    pub fn maybe_attr(self, name: &'b str, attr: Option<Attr<'a>>) -> Self {
        match attr {
            Some(attr) => self.attr(name, attr),
            None => self,
        }
    }

    /// Gives the op so many regions, empty at first.
    pub fn regions(mut self, count: usize) -> Self {
        self.regions = count;
        self
    }

    /// Makes the op, or says through the context's diagnostics why its types cannot be inferred.
    pub fn try_build(self) -> Option<Op<'a>> {
        let context = self.builder.context.raw;
        // SAFETY: everything handed over is live; the state owns the regions until the op does.
        unsafe {
            let mut state =
                mlirOperationStateGet(to_ref(self.name), self.builder.location.get().to_raw());
            mlirOperationStateAddOperands(
                &raw mut state,
                self.operands.len() as isize,
                self.operands.as_ptr(),
            );
            let attrs: Vec<MlirNamedAttribute> = self
                .attrs
                .iter()
                .map(|(name, attr)| MlirNamedAttribute {
                    name: mlirIdentifierGet(context, to_ref(name)),
                    attribute: attr.to_raw(),
                })
                .collect();
            mlirOperationStateAddAttributes(&raw mut state, attrs.len() as isize, attrs.as_ptr());
            let regions: Vec<MlirRegion> = (0..self.regions).map(|_| mlirRegionCreate()).collect();
            mlirOperationStateAddOwnedRegions(
                &raw mut state,
                regions.len() as isize,
                regions.as_ptr(),
            );
            match &self.results {
                Some(types) => mlirOperationStateAddResults(
                    &raw mut state,
                    types.len() as isize,
                    types.as_ptr(),
                ),
                None => mlirOperationStateEnableResultTypeInference(&raw mut state),
            }
            let raw = mlirOperationCreate(&raw mut state);
            let op = Op::from_nullable(raw)?;
            self.builder.insert(raw);
            Some(op)
        }
    }

    /// Makes the op.
    ///
    /// # Panics
    /// If its result types are neither given nor can be inferred.
    pub fn build(self) -> Op<'a> {
        let name = self.name;
        self.try_build()
            .unwrap_or_else(|| panic!("the result types of {name} cannot be inferred"))
    }
}
