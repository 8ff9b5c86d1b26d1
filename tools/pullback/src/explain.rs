//! `explain`: what depends on what, where derivatives end, and what reverse mode keeps.

use crate::{call::signature, cli, failure::Result, module, source::Source};
use pullback_db::{Database, Derivative, Diagnostics, Request, Severity};

/// `pullback explain`.
pub fn explain(args: &cli::Explain) -> Result<String> {
    let source = Source::read(&args.file)?;
    let mut db = Database::new();
    let file = db.set_file(&source.name, source.text.as_str());
    signature(&source, &db, file, &args.entry)?;
    let said = db.explain(file, &args.entry);
    let mut said = said.map_err(|error| module::diagnosed(error, &source))?;
    let request = Request::new(file, &args.entry, Derivative::Vjp { wrt: None });
    if db.request_signature(&request).is_ok() {
        let kept = db.tape_report(&request).unwrap_or_else(no_reverse);
        said.0.extend(kept.0);
    }
    Ok(said.render(&source.text))
}

/// That there is no reverse mode is no error here, but an explanation too.
fn no_reverse(Diagnostics(mut found): Diagnostics) -> Diagnostics {
    for diagnostic in &mut found {
        diagnostic.severity = Severity::Remark;
        diagnostic.message = format!("reverse mode stops here: {}", diagnostic.message);
    }
    Diagnostics(found)
}
