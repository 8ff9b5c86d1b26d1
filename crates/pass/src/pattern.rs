//! Rewrite patterns and the greedy driver.

use crate::{Error, Root, panic};
use mlir_sys::*;
use pullback_ir::{Builder, Op, Value};
use std::{cell::RefCell, ffi::c_void, rc::Rc};

/// A rewrite: what it roots at, how much it is worth, and the rewrite itself.
pub trait Pattern {
    /// The op it roots at.
    const ROOT: &'static str;
    /// Patterns of higher benefit are tried first.
    const BENEFIT: u32 = 1;
    /// Matches and rewrites; false, with nothing changed, if it does not match.
    fn rewrite<'a>(&self, op: Op<'a>, rewriter: &Rewriter<'a>) -> Result<bool, Error>;
}

/// Changes IR so that the greedy driver hears of it.
#[derive(Debug)]
pub struct Rewriter<'a> {
    builder: Builder<'a>,
    base: MlirRewriterBase,
    erased: RefCell<Vec<Op<'a>>>,
}

impl<'a> Rewriter<'a> {
    /// A builder that inserts before the matched op and tells the driver.
    pub fn builder(&self) -> &Builder<'a> {
        &self.builder
    }

    /// Replaces the results of `op` and erases it. Its handle stays valid until the pattern returns.
    ///
    /// # Panics
    /// If numbers or types differ.
    pub fn replace(&self, op: Op<'a>, values: &[Value<'a>]) {
        assert_eq!(
            op.result_count(),
            values.len(),
            "one value for each result of {}",
            op.name()
        );
        for (result, &value) in op.results().into_iter().zip(values) {
            assert!(
                result.ty() == value.ty(),
                "a value of type {} cannot stand for one of type {}",
                value.ty(),
                result.ty()
            );
            // SAFETY: both are live, and the rewriter is during the pattern.
            unsafe {
                mlirRewriterBaseReplaceAllUsesWith(self.base, result.to_raw(), value.to_raw());
            }
        }
        self.erase(op);
    }

    /// Erases an unused op once the pattern has returned.
    pub fn erase(&self, op: Op<'a>) {
        self.erased.borrow_mut().push(op);
    }

    /// Changes `op` in place inside `change`.
    pub fn modify(&self, op: Op<'a>, change: impl FnOnce(Op<'a>)) {
        // SAFETY: the op is live, and the rewriter is during the pattern.
        unsafe {
            mlirRewriterBaseStartOpModification(self.base, op.to_raw());
            change(op);
            mlirRewriterBaseFinalizeOpModification(self.base, op.to_raw());
        }
    }

    fn finish(&self) {
        for op in self.erased.take() {
            assert!(!op.has_uses(), "{} is erased while it is used", op.name());
            // SAFETY: unused, and the pattern with its handles is over.
            unsafe { mlirRewriterBaseEraseOp(self.base, op.to_raw()) }
        }
    }
}

type Failure = Rc<RefCell<Option<Error>>>;
type Callback = dyn Fn(MlirOperation, MlirRewriterBase) -> bool;

/// Patterns for one run of the greedy driver.
#[derive(Default)]
pub struct PatternSet {
    patterns: Vec<(&'static str, u32, Box<Callback>)>,
    failure: Failure,
    changes: Rc<RefCell<u64>>,
}

impl PatternSet {
    /// No patterns yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a pattern.
    #[must_use]
    pub fn with<P: Pattern + 'static>(mut self, pattern: P) -> Self {
        let failure = Rc::clone(&self.failure);
        let changes = Rc::clone(&self.changes);
        let callback = move |raw: MlirOperation, base: MlirRewriterBase| {
            if failure.borrow().is_some() {
                return false;
            }
            let result = panic::guarded(|| {
                // SAFETY: the driver hands over a live op and its live rewriter for this call.
                let op = unsafe { Op::from_raw(raw) };
                let rewriter = Rewriter {
                    // SAFETY: as above.
                    builder: unsafe { Builder::before(op).with_rewriter(base) },
                    base,
                    erased: RefCell::default(),
                };
                let changed = pattern.rewrite(op, &rewriter)?;
                rewriter.finish();
                Ok(changed)
            });
            let result = result.unwrap_or_else(|text| {
                Err(Error::new(format!(
                    "internal error in a pattern on '{}': {text}",
                    P::ROOT
                )))
            });
            match result {
                Ok(changed) => {
                    *changes.borrow_mut() += u64::from(changed);
                    changed
                }
                Err(error) => {
                    *failure.borrow_mut() = Some(error);
                    false
                }
            }
        };
        self.patterns
            .push((P::ROOT, P::BENEFIT, Box::new(callback)));
        self
    }

    /// Applies the patterns (with folding) until nothing changes; hands back how often one matched.
    pub fn apply_greedily(self, root: &mut Root<'_>) -> Result<u64, Error> {
        unsafe extern "C" fn call(
            _: MlirRewritePattern,
            op: MlirOperation,
            rewriter: MlirPatternRewriter,
            data: *mut c_void,
        ) -> MlirLogicalResult {
            // SAFETY: `data` is one of the boxes below, alive until the driver has returned.
            let callback = unsafe { &*data.cast::<Box<Callback>>() };
            // SAFETY: the driver's rewriter is live during the call.
            let base = unsafe { mlirPatternRewriterAsBase(rewriter) };
            MlirLogicalResult {
                value: callback(op, base).into(),
            }
        }
        let op = root.op().to_raw();
        // SAFETY: `root` is borrowed exclusively, so no handle is alive while the driver erases ops; the
        // set owns its patterns, whose callbacks outlive it.
        unsafe {
            pullback_ir::bury(root.op().top().to_raw());
            let context = mlirOperationGetContext(op);
            let set = mlirRewritePatternSetCreate(context);
            for (name, benefit, callback) in &self.patterns {
                let pattern = mlirOpRewritePatternCreate(
                    MlirStringRef {
                        data: name.as_ptr().cast(),
                        length: name.len(),
                    },
                    *benefit,
                    context,
                    MlirRewritePatternCallbacks {
                        construct: None,
                        destruct: None,
                        matchAndRewrite: Some(call),
                    },
                    std::ptr::from_ref(callback).cast_mut().cast(),
                    0,
                    std::ptr::null_mut(),
                );
                mlirRewritePatternSetAdd(set, pattern);
            }
            let frozen = mlirFreezeRewritePattern(set);
            let config = mlirGreedyRewriteDriverConfigCreate();
            let converged = mlirApplyPatternsAndFoldGreedilyWithOp(op, frozen, config);
            mlirGreedyRewriteDriverConfigDestroy(config);
            mlirFrozenRewritePatternSetDestroy(frozen);
            if let Some(error) = self.failure.take() {
                return Err(error);
            }
            if converged.value == 0 {
                return Err(Error::new(
                    "the patterns did not come to an end; two of them undo each other",
                ));
            }
        }
        Ok(*self.changes.borrow())
    }
}
