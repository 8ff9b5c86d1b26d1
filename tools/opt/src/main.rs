//! `mlir-opt` with Pullback's dialect and passes: every flag of `mlir-opt` works.

use pullback_db::{Cache, Folder, Pipelines};
use pullback_pass::{Error, Root};
use std::{cell::OnceCell, path::Path, process::ExitCode, sync::Arc};

fn main() -> ExitCode {
    pullback_passes::register();
    pullback_passes::tool("MLIR modular optimizer driver, with Pullback's dialect and passes\n")
        .opt_with(std::env::args_os(), Some(incremental))
}

/// Runs the pipeline for `--incremental=folder`.
fn incremental(folder: &str, pipeline: &str, root: &mut Root<'_>) -> Result<(), Error> {
    thread_local! {
        // For all parts of an input that `--split-input-file` splits.
        static PIPELINES: OnceCell<(Pipelines, Option<Arc<Folder>>)> = const { OnceCell::new() };
    }
    PIPELINES.with(|cell| {
        let (pipelines, folder) = cell.get_or_init(|| open(folder));
        let result = pipelines.run_on(pipeline, root);
        if let Some(folder) = folder {
            folder.tidy();
        }
        result
    })
}

/// What runs pipelines in this process. A folder that cannot be used is ignored with a warning.
fn open(folder: &str) -> (Pipelines, Option<Arc<Folder>>) {
    let (mut pipelines, folder) = with_folder(folder);
    // Messages that show IR show it as these say.
    let printing = std::env::args().filter(|arg| arg.trim_start_matches('-').starts_with("mlir-"));
    pipelines.set_options(&printing.collect::<Vec<_>>().join(" "));
    (pipelines, folder)
}

fn with_folder(folder: &str) -> (Pipelines, Option<Arc<Folder>>) {
    if folder.is_empty() {
        return (Pipelines::new(), None);
    }
    let opened = Folder::open(Path::new(folder), None, warn).and_then(|folder| {
        let folder = Arc::new(folder);
        let cache = Cache::new(Arc::clone(&folder)).map_err(|error| {
            format!("the cache is ignored: this program cannot tell which build it is: {error}")
        })?;
        Ok((Pipelines::with_cache(cache), Some(folder)))
    });
    opened.unwrap_or_else(|what| {
        warn(&what);
        (Pipelines::new(), None)
    })
}

fn warn(what: &str) {
    eprintln!("warning: {what}");
}
