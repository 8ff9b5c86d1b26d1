//! What depends on what in a program, in the words of `functional-explain`, and what it keeps, in those of
//! `functional-tape-report`.

use crate::{
    Diagnostics,
    session::{parse, remarks, run, with_context},
    source::Unit,
    unit::{codes, linked, program},
};

/// To structured first-order code that keeps what stands for derivatives: rules and `stop_gradient`.
const PREPARE: &str = "lift-cf-to-scf,functional-to-first-order";

/// The remarks about a unit.
#[salsa::tracked(returns(ref))]
pub(crate) fn explained<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Diagnostics, Diagnostics> {
    let codes = codes(db, unit)?;
    let symbol = unit.symbol(db);
    with_context(|context| {
        let mut module = linked(context, &codes, &symbol)?;
        run(&mut module, PREPARE)?;
        remarks(
            &mut module,
            &format!("functional-explain{{entry={symbol}}}"),
        )
    })
}

/// The remarks about what a unit's program keeps for its reverse sweeps.
#[salsa::tracked(returns(ref))]
pub(crate) fn tapes<'db>(
    db: &'db dyn salsa::Database,
    unit: Unit<'db>,
) -> Result<Diagnostics, Diagnostics> {
    let code = program(db, unit).as_ref().map_err(Clone::clone)?;
    with_context(|context| {
        let mut module = parse(context, &code.bytes, "bytecode")?;
        remarks(&mut module, "functional-tape-report")
    })
}
