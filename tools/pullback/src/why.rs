//! `--why-rebuilt`: which queries ran, and what change made each run.

use crate::{
    cache,
    cli::WhyForm,
    failure::{Failure, Result},
    source::Source,
};
use layout::{backends::svg::SVGWriter, gv};
use pullback_db::{Database, Rebuilt, Request, Snapshot};
use std::{
    fs,
    io::{self, Write},
    path::Path,
};

/// What the earlier run of a command was made of. Within a process it is told; between processes the cache remembers it.
#[derive(Debug, Default)]
pub struct Earlier(Option<Snapshot>);

impl Earlier {
    /// Tells why the queries of a request ran. To be called each time after compiling.
    pub fn tell(
        &mut self,
        form: &WhyForm,
        db: &Database,
        request: &Request,
        source: &Source,
        ran: &[String],
    ) -> Result<()> {
        let cache = cache::current();
        let name = name(source, request);
        let recalled = || Snapshot::from_bytes(&cache?.recall(&name)?);
        let before = self.0.take().or_else(recalled);
        let lookups = cache.map(|cache| cache.take_lookups()).unwrap_or_default();
        let rebuilt = db.why(request, before.as_ref(), ran, &lookups);
        let now = Snapshot::of(db, request);
        if let Some(cache) = cache {
            cache.remember(&name, &now.to_bytes());
        }
        self.0 = Some(now);
        match form {
            WhyForm::Text => {
                // Where standard error is closed nobody can be told.
                let _ = io::stderr().write_all(rebuilt.text().as_bytes());
                Ok(())
            }
            WhyForm::Dot(path) => write(path, &rebuilt.dot()),
            WhyForm::Svg(path) => write(path, &svg(&rebuilt)?),
        }
    }
}

/// Leaves behind what was compiled, for the next process that wants to know; without a cache there is nowhere to.
pub fn note(db: &Database, request: &Request, source: &Source) {
    let Some(cache) = cache::current() else {
        return;
    };
    if cache.take_lookups().iter().any(|lookup| !lookup.found) {
        let now = Snapshot::of(db, request);
        cache.remember(&name(source, request), &now.to_bytes());
    }
}

/// What tells one run from others that are compared with others.
fn name(source: &Source, request: &Request) -> String {
    let path = Path::new(&source.name).canonicalize();
    let path = path.unwrap_or_else(|_| source.name.clone().into());
    format!(
        "run {} {} {:?}",
        path.display(),
        request.entry,
        request.derivative
    )
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(|error| Failure::output(path.display(), &error))
}

/// The graph as a picture.
fn svg(rebuilt: &Rebuilt) -> Result<String> {
    let dot = rebuilt.dot();
    let graph = gv::DotParser::new(&dot).process().map_err(|error| {
        Failure::Program(format!(
            "error: the graph cannot be drawn: {error}; use `dot:` and draw it with Graphviz"
        ))
    })?;
    let mut builder = gv::GraphBuilder::new();
    builder.visit_graph(&graph);
    let mut writer = SVGWriter::new();
    builder.get().do_it(false, false, false, &mut writer);
    Ok(writer.finalize())
}
