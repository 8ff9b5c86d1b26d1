//! The cache of a command: whether there is one, and where.

use crate::{
    cli::{self, Caching},
    failure::{Failure, Result},
};
use pullback_db::{Cache, Folder};
use std::{
    env,
    io::{self, Write},
    path::PathBuf,
    sync::{Arc, OnceLock},
};

/// Names the folder, and turns the cache on.
const FOLDER: &str = "PULLBACK_CACHE";

/// How big the folder may grow, as `512M`.
const SIZE: &str = "PULLBACK_CACHE_SIZE";

/// This process's cache: a command has one or none.
static OPEN: OnceLock<(Cache, Arc<Folder>)> = OnceLock::new();

/// The cache that was asked for. One that cannot be used is ignored with a warning.
pub fn open(args: &Caching) -> Result<Option<Cache>> {
    let Some(folder) = folder(args)? else {
        return Ok(None);
    };
    let bound = match env::var(SIZE) {
        Err(_) => None,
        Ok(text) => Some(cli::size(&text).map_err(|error| {
            Failure::call(
                format!("`{SIZE}`: {error}"),
                "or take it out of the environment",
            )
        })? as u64),
    };
    let opened = Folder::open(&folder, bound, warn).and_then(|folder| {
        let folder = Arc::new(folder);
        let make = match args.cache_verify {
            true => Cache::verifying,
            false => Cache::new,
        };
        let cache = make(Arc::clone(&folder)).map_err(|error| {
            format!("the cache is ignored: this program cannot tell which build it is: {error}")
        })?;
        Ok((cache, folder))
    });
    match opened {
        Ok(open) => Ok(Some(OPEN.get_or_init(|| open).0.clone())),
        Err(what) => {
            warn(&what);
            Ok(None)
        }
    }
}

/// The cache that was opened.
pub fn current() -> Option<&'static Cache> {
    OPEN.get().map(|(cache, _)| cache)
}

/// What is left to do when a command has its answer.
pub fn close() -> Result<()> {
    let Some((cache, folder)) = OPEN.get() else {
        return Ok(());
    };
    folder.tidy();
    match cache.take_mismatches().as_slice() {
        [] => Ok(()),
        wrong => Err(Failure::Program(format!(
            "error: the cache holds other values of {} than are computed; delete it, and please report this with its program",
            wrong.join(", ")
        ))),
    }
}

/// The folder; `None` for no cache.
fn folder(args: &Caching) -> Result<Option<PathBuf>> {
    if args.no_cache {
        return Ok(None);
    }
    let named = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    match &args.cache {
        None => Ok(named(FOLDER)),
        Some(Some(folder)) => Ok(Some(folder.clone())),
        Some(None) => {
            // As the XDG base directory specification has it: relative paths do not count.
            let absolute = |path: &PathBuf| path.is_absolute();
            let user = || {
                let own = named("XDG_CACHE_HOME").filter(absolute);
                own.or_else(|| Some(named("HOME").filter(absolute)?.join(".cache")))
            };
            let folder = named(FOLDER).or_else(|| Some(user()?.join("pullback")));
            folder.map(Some).ok_or_else(|| {
                Failure::call(
                    "`--cache`: there is no home folder",
                    "name a folder: `--cache=DIR`",
                )
            })
        }
    }
}

fn warn(what: &str) {
    // Where standard error is closed nobody can be told.
    let _ = writeln!(io::stderr(), "warning: {what}");
}
