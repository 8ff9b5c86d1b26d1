//! A stage on bytes, in a context that is like the one that the bytes come from.

use super::outcome::{Outcome, Sayings, Unit};
use crate::session;
use pullback_ir::{Context, ContextRef, Module, Op, listen};
use pullback_pass::Root;
use std::{cell::RefCell, sync::Arc};

/// Types are never freed, so that a context that lives long grows: it is renewed after so many uses.
const USES: usize = 4_000;

/// A thread keeps contexts for so many surroundings.
const KEPT: usize = 4;

/// What a context has loaded, as text: canonicalisation asks every dialect that is there.
pub(crate) fn surroundings(context: ContextRef<'_>) -> String {
    let mut names = context.loaded_dialects();
    if context.allows_unregistered() {
        names.push("*".into());
    }
    names.join(" ")
}

thread_local! {
    static CONTEXTS: RefCell<Vec<(String, Context, usize)>> = {
        // What is made first in a thread is destroyed last, as in `session`.
        drop(Context::new(&pullback_ir::Registry::new()));
        RefCell::new(vec![])
    };
}

/// Runs `body` with a context of these surroundings; `None` if a dialect is not known here.
fn in_context<R>(surroundings: &str, body: impl FnOnce(&Context) -> Option<R>) -> Option<R> {
    let kept = CONTEXTS.with_borrow_mut(|kept| {
        let at = kept.iter().position(|(known, ..)| known == surroundings)?;
        Some(kept.remove(at)).filter(|(.., uses)| *uses < USES)
    });
    let (context, uses) = match kept {
        Some((_, context, uses)) => (context, uses),
        None => (fresh(surroundings)?, 0),
    };
    let result = body(&context);
    CONTEXTS.with_borrow_mut(|kept| {
        kept.truncate(KEPT - 1);
        kept.insert(0, (surroundings.to_owned(), context, uses + 1));
    });
    result
}

fn fresh(surroundings: &str) -> Option<Context> {
    let context = session::fresh();
    for name in surroundings.split_whitespace() {
        match name {
            "*" => context.allow_unregistered(true),
            name => context.load(name).then_some(())?,
        }
    }
    Some(context)
}

/// Runs a stage on the first symbol of a module, whose other symbols are there to be read.
pub(crate) fn on_unit(bytes: &[u8], stage: &str, surroundings: &str, bare: bool) -> Outcome {
    let outcome = in_context(surroundings, |context| {
        let mut module = Module::parse_unverified(context, bytes)?;
        let others: Vec<String> = body(&module)?
            .iter()
            .skip(1)
            .filter_map(|op| Some(op.symbol_name()?.to_owned()))
            .collect();
        let attrs = attrs(module.op());
        run_silently(context, &mut module, stage)?;
        // The attributes of the module belong to all symbols.
        if attrs != self::attrs(module.op()) {
            return None;
        }
        let mut seen = Vec::new();
        let mut found = None;
        for op in body(&module)? {
            let name = op.symbol_name();
            match name.filter(|name| others.iter().any(|other| other == name)) {
                Some(name) => seen.push((name.to_owned(), interface(context, op, bare))),
                None if found.is_none() => found = Some(op),
                // A symbol more.
                None => return None,
            }
        }
        let found = found?;
        let name = found.symbol_name().map(str::to_owned);
        let interface = interface(context, found, bare);
        for op in body(&module)? {
            if op != found {
                op.erase();
            }
        }
        let alone = module.op().bytecode();
        Some(Outcome::Unit(Unit {
            bytes: alone.into(),
            name,
            interface,
            seen,
        }))
    });
    outcome.unwrap_or(Outcome::Unknown)
}

/// Runs a stage on a module.
pub(crate) fn on_module(bytes: &[u8], stage: &str, surroundings: &str) -> Outcome {
    let outcome = in_context(surroundings, |context| {
        let mut module = Module::parse_unverified(context, bytes)?;
        let (ran, said) = listen(context.handle(), || {
            Root::of(&mut module).run_pipeline(stage).is_ok()
        });
        let said = Sayings::of(context.handle(), &said);
        Some(match ran {
            true => Outcome::Module(module.op().bytecode().into(), said),
            false => Outcome::Failed(said),
        })
    });
    outcome.unwrap_or(Outcome::Unknown)
}

/// `None` if anything is said.
fn run_silently(context: &Context, module: &mut Module<'_>, stage: &str) -> Option<()> {
    let (ran, said) = listen(context.handle(), || {
        Root::of(module).run_pipeline(stage).is_ok()
    });
    (ran && said.is_empty()).then_some(())
}

fn body<'m>(module: &'m Module<'_>) -> Option<Vec<Op<'m>>> {
    Some(module.op().region(0).first()?.ops())
}

/// The attributes, which are their addresses.
fn attrs(op: Op<'_>) -> Vec<(String, usize)> {
    let attrs = op.attrs().into_iter();
    attrs
        .map(|(name, attr)| (name.to_owned(), attr.to_raw().ptr as usize))
        .collect()
}

/// What others see of a symbol, as a fingerprint. Text would depend on options of printing.
fn interface(context: &Context, op: Op<'_>, bare: bool) -> Arc<[u8]> {
    let scratch = Module::empty_in(context.handle());
    let block = scratch.op().region(0).entry();
    op.declare_to_end(bare, block).forget_locations();
    let fingerprint = blake3::hash(&scratch.op().bytecode());
    fingerprint.as_bytes().as_slice().into()
}
