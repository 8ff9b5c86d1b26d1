//! A folder with a file for each entry: what [`Store`] is on disk.
//!
//! ```text
//! DIR/format                 what the folder is, and in which form; without it the folder is somebody else's
//! DIR/CACHEDIR.TAG           for programs that make backups
//! DIR/entries/3f/a2c9...     an entry: magic, key, blake3 of key and value, value
//! ```
//!
//! An entry appears by a rename, whole or not at all, so that any number of processes may share a folder, and one that is
//! killed leaves at most a temporary file behind. Nothing is locked. What is read is checked against its hash; what
//! fails is as good as absent, and written anew. Times of modification say when an entry was last of use: when the folder
//! outgrows its bound, the oldest go.

use super::warning::Warning;
use crate::Store;
use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

/// The form of folder and entries. Another form gets another number.
const FORMAT: &str = "pullback cache, format 1\n";

/// What an entry starts with.
const MAGIC: &[u8; 8] = b"pullback";

/// Magic, key and hash.
const HEADER: usize = 8 + 32 + 32;

const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55
# This folder holds what pullback compiled before; it can be deleted at any time.
# See https://bford.info/cachedir/ for what this file is.
";

/// How big a folder may grow, in bytes, if nobody says otherwise.
const BOUND: u64 = 512 << 20;

/// Entries that were of use since then need no new time.
const FRESH: Duration = Duration::from_secs(60);

/// After this time a temporary file belongs to a process that was killed.
const STALE: Duration = Duration::from_secs(3600);

/// A process that writes a lot looks after the bound each time that it has written so much.
const PORTION: u64 = 64 << 20;

/// A persistent store.
#[derive(Debug)]
pub struct Folder {
    entries: PathBuf,
    bound: u64,
    /// Bytes written since the folder was last measured.
    written: AtomicU64,
    warning: Warning,
}

impl Folder {
    /// Opens a folder, or makes it. `warn` is told at most once, in a sentence, what is wrong with the folder. The
    /// error is such a sentence, too: the folder is not used then.
    pub fn open(
        path: &Path,
        bound: Option<u64>,
        warn: impl Fn(&str) + Send + Sync + 'static,
    ) -> Result<Self, String> {
        let named = |what: &str| format!("the cache {} is ignored: {what}", path.display());
        claim(path).map_err(|what| named(&what))?;
        let prefix = format!("the cache {} ", path.display());
        Ok(Self {
            entries: path.join("entries"),
            bound: bound.unwrap_or(BOUND),
            written: AtomicU64::new(0),
            warning: Warning::new(move |what| warn(&format!("{prefix}{what}"))),
        })
    }

    /// Sees to it that the folder keeps its bound, if this process wrote to it. Dropping does this, too.
    pub fn tidy(&self) {
        if self.written.swap(0, Ordering::Relaxed) > 0 {
            // What cannot be measured now is measured by the next process.
            let _ = self.sweep();
        }
    }

    fn path(&self, key: &[u8; 32]) -> PathBuf {
        let name = blake3::Hash::from_bytes(*key).to_hex();
        self.entries.join(&name[..2]).join(&name[2..])
    }

    /// The value of an entry, if there is one; an error if it cannot be read or is damaged.
    fn read(&self, key: &[u8; 32]) -> io::Result<Option<Vec<u8>>> {
        let mut file = match File::open(self.path(key)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut file, &mut bytes)?;
        let value = checked(key, bytes).ok_or_else(|| io::Error::other("it is damaged"))?;
        let now = SystemTime::now();
        let age = file
            .metadata()
            .and_then(|data| data.modified())
            .map(|time| now.duration_since(time));
        if !matches!(age, Ok(Ok(age)) if age < FRESH) {
            // Where times cannot be set the entry only goes earlier than it had to.
            let _ = file.set_modified(now);
        }
        Ok(Some(value))
    }

    fn write(&self, key: &[u8; 32], value: &[u8]) -> io::Result<()> {
        let path = self.path(key);
        let folder = path.parent().unwrap_or(&self.entries);
        let mut file = match temporary(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                private(folder)?;
                temporary(folder)?
            }
            file => file?,
        };
        let mut header = Vec::with_capacity(HEADER + value.len());
        header.extend_from_slice(MAGIC);
        header.extend_from_slice(key);
        header.extend_from_slice(&hash(key, value));
        header.extend_from_slice(value);
        file.write_all(&header)?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    }

    /// Deletes what was of no use for longest until the folder keeps its bound, and what killed processes left.
    fn sweep(&self) -> io::Result<()> {
        let now = SystemTime::now();
        let mut found = vec![];
        let mut total = 0;
        for shard in fs::read_dir(&self.entries)? {
            for entry in fs::read_dir(shard?.path())? {
                let entry = entry?;
                // Another process may sweep as well.
                let Ok(data) = entry.metadata() else { continue };
                let time = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                let is_temporary = entry.file_name().as_encoded_bytes().starts_with(b".");
                if !is_temporary {
                    total += data.len();
                    found.push((time, data.len(), entry.path()));
                } else if now.duration_since(time).is_ok_and(|age| age > STALE) {
                    let _ = fs::remove_file(entry.path());
                }
            }
        }
        if total <= self.bound {
            return Ok(());
        }
        found.sort();
        // Below the bound, so that the next entry does not start all over.
        let goal = self.bound - self.bound / 4;
        for (_, size, path) in found {
            if total <= goal {
                break;
            }
            if fs::remove_file(path).is_ok() {
                total -= size;
            }
        }
        Ok(())
    }
}

impl Store for Folder {
    fn get(&self, key: &[u8; 32]) -> Option<Vec<u8>> {
        self.read(key).unwrap_or_else(|error| {
            let what = format!("has an entry that cannot be used and is ignored: {error}");
            self.warning.say(&what);
            None
        })
    }

    fn put(&self, key: &[u8; 32], value: &[u8]) {
        if let Err(error) = self.write(key, value) {
            self.warning
                .say(&format!("cannot be written to, and keeps nothing: {error}"));
            return;
        }
        let size = (HEADER + value.len()) as u64;
        if self.written.fetch_add(size, Ordering::Relaxed) + size > PORTION.min(self.bound) {
            self.written.store(0, Ordering::Relaxed);
            let _ = self.sweep();
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.tidy();
    }
}

/// Makes sure that a folder is a cache, and ours. What an entry holds runs as machine code: nobody else may have written
/// it.
fn claim(path: &Path) -> Result<(), String> {
    let unusable = |error: io::Error| format!("it cannot be used: {error}");
    private(path).map_err(unusable)?;
    let data = fs::metadata(path).map_err(unusable)?;
    let us = fs::metadata("/proc/self").map_err(unusable)?.uid();
    if data.uid() != us {
        return Err("it belongs to another user; name a folder of your own".into());
    }
    if data.mode() & 0o002 != 0 {
        return Err("everybody may write to it; take that permission away".into());
    }
    let marker = path.join("format");
    match fs::read(&marker) {
        Ok(format) if format == FORMAT.as_bytes() => Ok(()),
        Ok(_) => Err("it has the format of another version; delete it, or name another one".into()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unusable(error)),
        Err(_) => {
            let mut inside = fs::read_dir(path).map_err(unusable)?;
            // What another process makes at the same time is a cache.
            let foreign = inside.find_map(|entry| {
                let name = entry.ok()?.file_name().into_string().unwrap_or_default();
                let known = ["format", "CACHEDIR.TAG", "entries"].contains(&name.as_str());
                (!known && !name.starts_with(".tmp")).then_some(name)
            });
            if let Some(name) = foreign {
                return Err(format!(
                    "it is no cache, and holds {name}; name an empty folder, or one that does not exist"
                ));
            }
            let write = |to: &str, text: &str| -> io::Result<()> {
                let mut file = temporary(path)?;
                file.write_all(text.as_bytes())?;
                file.persist(path.join(to)).map_err(|error| error.error)?;
                Ok(())
            };
            write("CACHEDIR.TAG", TAG)
                .and_then(|()| private(&path.join("entries")))
                .and_then(|()| write("format", FORMAT))
                .map_err(unusable)
        }
    }
}

/// A folder that only we can read, with those around it, if it is not there.
fn private(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".tmp").tempfile_in(folder)
}

fn hash(key: &[u8; 32], value: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(key).update(value);
    *hasher.finalize().as_bytes()
}

/// The value of an entry that is whole.
fn checked(key: &[u8; 32], mut bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (header, value) = bytes.split_at_checked(HEADER)?;
    let (magic, rest) = header.split_at(MAGIC.len());
    let good = magic == MAGIC && rest[..32] == *key && rest[32..] == hash(key, value);
    good.then(|| bytes.split_off(HEADER))
}
