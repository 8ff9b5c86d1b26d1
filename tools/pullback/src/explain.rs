//! `explain`: what depends on what, and where derivatives end.

use crate::{call::open, cli, failure::Result, module};

/// `pullback explain`.
pub fn explain(args: &cli::Explain) -> Result<String> {
    let (source, db, file, _) = open(&args.file, &args.entry)?;
    let said = db.explain(file, &args.entry);
    let said = said.map_err(|error| module::diagnosed(error, &source))?;
    Ok(said.render(&source.text))
}
