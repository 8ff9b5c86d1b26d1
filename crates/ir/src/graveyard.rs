//! Erased ops keep their memory until no handle can point at them.
//!
//! A handle borrows its root for a lifetime; erasing through a shared borrow may therefore leave copies
//! of the handle behind. So erasing only unlinks, and the memory is given back by [`bury`], which the
//! owner of a root calls when it holds the root exclusively.

use mlir_sys::{MlirContext, MlirOperation, mlirOperationGetContext};
use pullback_mlir_shim as shim;
use std::cell::RefCell;

struct Grave {
    op: MlirOperation,
    top: MlirOperation,
}

thread_local! {
    static ERASED: RefCell<Vec<Grave>> = const { RefCell::new(Vec::new()) };
}

/// `top` is the outermost op that held `op`.
pub(crate) fn push(op: MlirOperation, top: MlirOperation) {
    ERASED.with_borrow_mut(|graves| graves.push(Grave { op, top }));
}

fn bury_if(mut chosen: impl FnMut(&Grave) -> bool) {
    // A context in a thread local may outlive this one at the thread's end; its ops go with the process then.
    let Ok(graves) = ERASED.try_with(|graves| {
        graves
            .borrow_mut()
            .extract_if(.., |grave| chosen(grave))
            .collect::<Vec<Grave>>()
    }) else {
        return;
    };
    // SAFETY: each op was unlinked by `Op::erase`, which checked that nothing outside uses it, and
    // the callers vouch that no handle is alive. References between erased ops are dropped first.
    unsafe {
        for grave in &graves {
            shim::pullbackOperationDropAllReferences(grave.op);
        }
        for grave in &graves {
            shim::pullbackOperationDropAllDefinedValueUses(grave.op);
            shim::pullbackOperationDestroy(grave.op);
        }
    }
}

/// Frees what was erased under the outermost op `top` on this thread.
///
/// # Safety
/// No handle into that root may be alive.
pub unsafe fn bury(top: MlirOperation) {
    bury_if(|grave| grave.top.ptr == top.ptr);
}

/// Frees what was erased in a context that is about to go.
pub(crate) fn bury_context(context: MlirContext) {
    // SAFETY: the op's memory is still there.
    bury_if(|grave| unsafe { mlirOperationGetContext(grave.op) }.ptr == context.ptr);
}
