//! The whole file as one module: for what the lexer cannot split, and for what MLIR has to say about a file.

use crate::{
    Diagnostics, File, Signature,
    cache::Key,
    link::{self, Piece},
    session::{parse, with_context},
    source::{DOLLAR, Symbol, Unit, no_function, unit_thunk},
    types::list,
};
use pullback_ir::{Context, Module, WalkOrder};

/// Whether the file is well formed.
#[salsa::tracked(returns(ref))]
pub(crate) fn well_formed(db: &dyn salsa::Database, file: File) -> Result<(), Diagnostics> {
    with_context(|context| {
        let module = parse(context, file.text(db).as_bytes(), file.name(db))?;
        for op in module.op().walk(WalkOrder::Pre) {
            if op.symbol_name().is_some_and(link::is_derived) {
                return Err(Diagnostics::error(op.location().file_line_column(), DOLLAR));
            }
        }
        Ok(())
    })
}

/// The types of a function.
pub(crate) fn signature<'db>(
    db: &'db dyn salsa::Database,
    symbol: Symbol<'db>,
) -> Result<Signature, Diagnostics> {
    let file = symbol.file(db);
    with_context(|context| {
        let module = parse(context, file.text(db).as_bytes(), file.name(db))?;
        let name = symbol.name(db);
        let found = module
            .op()
            .functions()
            .into_iter()
            .find(|op| op.symbol_name() == Some(name));
        Ok(Signature::of(found.ok_or_else(|| no_function(name))?))
    })
}

/// The file with a unit's thunk in it. Asks the database before MLIR is at work.
pub(crate) struct Inputs<'db> {
    source: &'db str,
    name: &'db str,
    thunk: Option<Piece>,
}

impl<'db> Inputs<'db> {
    pub(crate) fn of(db: &'db dyn salsa::Database, unit: Unit<'db>) -> Result<Self, Diagnostics> {
        let base = unit.base(db);
        let file = base.file(db);
        let of = crate::source::signature(db, base)
            .as_ref()
            .map_err(Clone::clone)?;
        let thunk = unit_thunk(db, unit).as_ref().map_err(Clone::clone)?;
        let declaration = format!(
            "func.func private @\"{}\"({}) -> ({})",
            base.name(db),
            list(&of.arguments),
            list(&of.results)
        );
        let piece = Piece {
            name: unit.symbol(db),
            text: format!("\n{}{declaration}", thunk.text),
            separate: vec![],
        };
        Ok(Self {
            source: file.text(db),
            name: file.name(db),
            thunk: unit.is_derivative(db).then_some(piece),
        })
    }

    /// Adds all that the module is made of.
    pub(crate) fn add_to(&self, key: &mut Key) {
        key.add(self.source).add(self.name);
        if let Some(thunk) = &self.thunk {
            thunk.add_to(key);
        }
    }

    pub(crate) fn module<'c>(&self, context: &'c Context) -> Result<Module<'c>, Diagnostics> {
        let module = parse(context, self.source.as_bytes(), self.name)?;
        if let Some(thunk) = &self.thunk {
            link::link(module.op(), thunk.parse(context)?.op());
        }
        Ok(module)
    }
}
