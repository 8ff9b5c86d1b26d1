//! Who compiles: entries of another build of the compiler, or of another LLVM, are of no use.

use crate::Store;
use std::{fs, io, os::unix::fs::MetadataExt, path::Path};

/// Changes where the meaning of keys or values does, and nothing else tells.
const SCHEME: &[u8] = b"pullback cache 1";

/// A fingerprint of the compiler: its executable, bit for bit, and the LLVM and MLIR that it runs with. The passes are
/// in the executable, so that a changed one finds nothing that the old one made.
///
/// The hash of the executable is itself kept in the store, by what the file system says of the file.
pub(super) fn fingerprint(store: &dyn Store) -> io::Result<[u8; 32]> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(SCHEME);
    hasher.update(&executable(store)?);
    for library in libraries()? {
        hasher.update(library.as_bytes());
    }
    Ok(*hasher.finalize().as_bytes())
}

fn executable(store: &dyn Store) -> io::Result<[u8; 32]> {
    // Unlike its path this names the file that runs, also if another one was put in its place.
    let path = Path::new("/proc/self/exe");
    let data = fs::metadata(path)?;
    let (modified, changed) = (data.mtime_nsec(), data.ctime_nsec());
    let file = format!(
        "executable {} {} {} {}.{modified} {}.{changed}",
        data.dev(),
        data.ino(),
        data.len(),
        data.mtime(),
        data.ctime(),
    );
    let key = *blake3::hash(file.as_bytes()).as_bytes();
    if let Some(known) = store.get(&key).and_then(|known| known.try_into().ok()) {
        return Ok(known);
    }
    let mut hasher = blake3::Hasher::new();
    io::copy(&mut fs::File::open(path)?, &mut hasher)?;
    let hash = *hasher.finalize().as_bytes();
    store.put(&key, &hash);
    Ok(hash)
}

/// The files of LLVM and MLIR in this process, each with its size and the time when its package was built.
fn libraries() -> io::Result<Vec<String>> {
    let maps = fs::read_to_string("/proc/self/maps")?;
    let paths = maps
        .lines()
        .filter_map(|line| line.find('/').map(|at| &line[at..]));
    let mut found: Vec<&str> = paths
        .filter(|path| {
            let name = path.rsplit('/').next().unwrap_or_default();
            name.starts_with("libLLVM") || name.starts_with("libMLIR")
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    let describe = |path: &str| {
        let data = fs::metadata(path)?;
        let name = path.rsplit('/').next().unwrap_or_default();
        let modified = data.mtime_nsec();
        Ok(format!("{name} {} {}.{modified}", data.len(), data.mtime()))
    };
    found.into_iter().map(describe).collect()
}
