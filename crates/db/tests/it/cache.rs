//! The persistent cache: what a new process takes from it, and that no state of the folder changes an answer.

use crate::{incremental::caller_of_big, session::GRAD};
use pullback_db::{Cache, Database, Derivative, Folder, Image, Request, Store};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A store in memory, which outlives databases.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<HashMap<[u8; 32], Vec<u8>>>>);

impl Store for Memory {
    fn get(&self, key: &[u8; 32]) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(key).cloned()
    }
    fn put(&self, key: &[u8; 32], value: &[u8]) {
        self.0.lock().unwrap().insert(*key, value.to_vec());
    }
}

const SOURCE: &str = "
!t = f64
// The cube.
func.func @f(%x: !t) -> f64 {
  %s = arith.mulf %x, %x : f64
  %r = arith.mulf %s, %x : f64
  return %r : f64
}
func.func @g(%x: f64) -> f64 {
  %r = math.sin %x : f64
  return %r : f64
}
";

/// What a new process does: the image, the queries that ran, and what was looked for and not found.
fn compile(
    store: impl Store + 'static,
    name: &str,
    text: &str,
    entry: &str,
    derivative: Derivative,
) -> (Image, Vec<String>, Vec<String>) {
    let mut db = Database::new();
    let cache = Cache::new(store).expect("the process knows its executable");
    db.set_cache(Some(cache.clone()));
    let file = db.set_file(name, text);
    let image = db.image(&Request::new(file, entry, derivative));
    let image = image.unwrap_or_else(|found| panic!("{}", found.render(text)));
    let missed = cache.take_lookups().into_iter();
    let missed = missed.filter(|lookup| !lookup.found);
    (
        image,
        db.take_events(),
        missed.map(|lookup| lookup.what).collect(),
    )
}

fn fresh(text: &str, entry: &str, derivative: Derivative) -> Image {
    let mut db = Database::new();
    let file = db.set_file("test.mlir", text);
    let image = db.image(&Request::new(file, entry, derivative));
    image.unwrap_or_else(|found| panic!("{}", found.render(text)))
}

#[test]
fn a_second_process_compiles_nothing() {
    let store = Memory::default();
    let (cold, ran, missed) = compile(store.clone(), "test.mlir", SOURCE, "f", GRAD);
    for query in ["simplified(grad f)", "lowered(grad f)", "object(grad f)"] {
        assert!(ran.iter().any(|ran| ran == query), "{query} in {ran:?}");
        assert!(missed.iter().any(|missed| missed == query), "{missed:?}");
    }
    let (warm, ran, missed) = compile(store, "test.mlir", SOURCE, "f", GRAD);
    assert_eq!(warm, cold);
    assert_eq!(warm, fresh(SOURCE, "f", GRAD));
    assert_eq!(missed, [""; 0]);
    // What MLIR has a part in does not run.
    for query in ["checked(", "simplified(", "lowered(", "object("] {
        let found = ran.iter().find(|ran| ran.starts_with(query));
        assert_eq!(found, None);
    }
}

/// Comments, order, blanks, other functions that are well formed, and the name of the file.
#[test]
fn places_are_no_part_of_keys() {
    let store = Memory::default();
    let (cold, ..) = compile(store.clone(), "test.mlir", SOURCE, "f", GRAD);
    let (f, g) = SOURCE.split_once("func.func @g").expect("it is there");
    let moved = format!("// Moved.\nfunc.func @g{g}{f}")
        .replace("The cube", "x³")
        .replace("  %", " %");
    let (warm, _, missed) = compile(store.clone(), "other.mlir", &moved, "f", GRAD);
    assert_eq!(warm, cold);
    assert_eq!(missed, [""; 0]);
    let more = format!("{SOURCE}func.func @h(%x: f64) -> f64 {{ return %x : f64 }}\n");
    let (warm, _, missed) = compile(store.clone(), "test.mlir", &more, "f", GRAD);
    assert_eq!(warm, cold);
    assert_eq!(missed, ["checked(test.mlir)"]);
    let edited = SOURCE.replace("math.sin", "math.cos");
    let (warm, _, missed) = compile(store, "test.mlir", &edited, "f", GRAD);
    assert_eq!(warm, cold);
    assert_eq!(missed, ["checked(test.mlir)"]);
}

#[test]
fn a_new_process_compiles_what_was_edited() {
    let store = Memory::default();
    let text = caller_of_big();
    compile(
        store.clone(),
        "test.mlir",
        &text,
        "caller",
        Derivative::None,
    );
    let edited = text.replace("arith.mulf %y, %x", "arith.divf %y, %x");
    let (image, _, missed) = compile(store, "test.mlir", &edited, "caller", Derivative::None);
    assert_eq!(image, fresh(&edited, "caller", Derivative::None));
    assert!(
        missed.iter().any(|missed| missed == "object(caller)"),
        "{missed:?}"
    );
    for query in ["simplified(big)", "lowered(big)", "object(big)"] {
        assert!(missed.iter().all(|missed| missed != query), "{missed:?}");
    }
}

/// Each option, and what the entry reaches, makes another key.
#[test]
fn what_a_value_depends_on_is_in_its_key() {
    let store = Memory::default();
    compile(store.clone(), "test.mlir", SOURCE, "f", GRAD);
    let mut db = Database::new();
    let cache = Cache::new(store).expect("the process knows its executable");
    db.set_cache(Some(cache.clone()));
    let file = db.set_file("test.mlir", SOURCE);
    let request = Request::new(file, "f", GRAD);
    let others = [
        Request {
            entry: "g".into(),
            ..request.clone()
        },
        Request {
            derivative: Derivative::None,
            ..request.clone()
        },
        Request {
            fp: pullback_db::FpMode::Fast,
            ..request.clone()
        },
        Request {
            opt_level: pullback_db::OptLevel::O0,
            ..request.clone()
        },
        Request {
            target: pullback_db::Target::generic_x86_64(),
            ..request.clone()
        },
        Request {
            checks_nan: true,
            ..request.clone()
        },
        Request {
            checkpoint: std::num::NonZeroU32::new(2),
            ..request.clone()
        },
    ];
    for other in others {
        cache.take_lookups();
        db.image(&other).unwrap_or_else(|found| panic!("{found}"));
        let lookups = cache.take_lookups();
        let image = lookups
            .iter()
            .find(|lookup| lookup.what.starts_with("image("));
        assert_eq!(image.map(|lookup| lookup.found), Some(false), "{other:?}");
    }
    cache.take_lookups();
    db.image(&request).unwrap_or_else(|found| panic!("{found}"));
    assert!(cache.take_lookups().iter().all(|lookup| lookup.found));
}

/// Errors are not kept, and have the places of today's file.
#[test]
fn diagnostics_are_of_the_file_as_it_is() {
    let store = Memory::default();
    let text =
        "func.func @f(%x: f64) -> f64 {\n  %r = arith.mulf %x, %y : f64\n  return %r : f64\n}\n";
    for blank in ["", "\n\n"] {
        let mut db = Database::new();
        db.set_cache(Some(Cache::new(store.clone()).unwrap()));
        let file = db.set_file("test.mlir", format!("{blank}{text}"));
        let found = db.image(&Request::new(file, "f", GRAD)).unwrap_err();
        let line = 2 + blank.len();
        assert!(
            found.to_string().contains(&format!("test.mlir:{line}:")),
            "{found}"
        );
    }
}

/// A store whose values are not those that were put.
#[derive(Clone, Default)]
struct Liar(Memory);

impl Store for Liar {
    fn get(&self, key: &[u8; 32]) -> Option<Vec<u8>> {
        let mut value = self.0.get(key)?;
        // The last byte of an image is the end of the entry's name.
        if value.len() > 100
            && let Some(last) = value.last_mut()
        {
            *last ^= 1;
        }
        Some(value)
    }
    fn put(&self, key: &[u8; 32], value: &[u8]) {
        self.0.put(key, value);
    }
}

#[test]
fn verifying_finds_values_that_are_not_those_computed() {
    for (lies, store) in [
        (false, Box::new(Memory::default()) as Box<dyn Store>),
        (true, Box::new(Liar::default())),
    ] {
        let store: Arc<dyn Store> = store.into();
        compile(Arc::clone(&store), "test.mlir", SOURCE, "f", GRAD);
        let mut db = Database::new();
        let cache = Cache::verifying(store).unwrap();
        db.set_cache(Some(cache.clone()));
        let file = db.set_file("test.mlir", SOURCE);
        let image = db.image(&Request::new(file, "f", GRAD)).unwrap();
        assert_eq!(image, fresh(SOURCE, "f", GRAD));
        assert!(
            cache
                .take_lookups()
                .iter()
                .any(|lookup| lookup.what == "object(grad f)")
        );
        let wrong = cache.take_mismatches();
        assert_eq!(
            wrong.iter().any(|wrong| wrong == "image(grad f)"),
            lies,
            "{wrong:?}"
        );
    }
}

/// The entries of a folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![];
    for shard in fs::read_dir(folder.join("entries")).unwrap() {
        found.extend(
            fs::read_dir(shard.unwrap().path())
                .unwrap()
                .map(|entry| entry.unwrap().path()),
        );
    }
    found.sort();
    assert!(found.len() > 3);
    found
}

/// A folder, with the number of warnings.
fn open(folder: &Path, bound: Option<u64>) -> (Folder, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    let warn = move |_: &str| {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    (
        Folder::open(folder, bound, warn).expect("it can be used"),
        count,
    )
}

/// What is done to an entry.
type Damage = fn(&Path);

#[test]
fn damaged_entries_are_ignored_with_one_warning_and_made_anew() {
    let expected = fresh(SOURCE, "f", GRAD);
    let damages: [(&str, Damage); 6] = [
        ("truncated", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..bytes.len() - 1]).unwrap();
        }),
        ("cut in the header", |path| {
            let bytes = fs::read(path).unwrap();
            fs::write(path, &bytes[..40]).unwrap();
        }),
        ("empty", |path| fs::write(path, "").unwrap()),
        ("noise", |path| fs::write(path, [0xa5; 4000]).unwrap()),
        ("a bit flipped", |path| {
            let mut bytes = fs::read(path).unwrap();
            let at = bytes.len() - 1;
            bytes[at] ^= 4;
            fs::write(path, bytes).unwrap();
        }),
        ("another entry's", |path| {
            let folder = path.parent().unwrap().parent().unwrap().parent().unwrap();
            let other = entries(folder).into_iter().find(|other| other != path);
            fs::copy(other.unwrap(), path).unwrap();
        }),
    ];
    for (what, damage) in damages {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("cache");
        let run = || {
            let (store, warnings) = open(&folder, None);
            let (image, _, missed) = compile(store, "test.mlir", SOURCE, "f", GRAD);
            assert_eq!(image, expected, "{what}");
            (missed.len(), warnings.load(Ordering::Relaxed))
        };
        run();
        assert_eq!(run(), (0, 0), "{what}");
        for entry in entries(&folder) {
            damage(&entry);
        }
        let (missed, warnings) = run();
        assert!(missed > 0, "{what}");
        assert_eq!(warnings, 1, "{what}");
        assert_eq!(run(), (0, 0), "{what}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_read() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("cache");
    let (store, _) = open(&folder, None);
    compile(store, "test.mlir", SOURCE, "f", GRAD);
    // Whoever runs the tests may write to any folder; to none where there is a file.
    for byte in 0..=255_u8 {
        let shard = folder.join(format!("entries/{byte:02x}"));
        if !shard.exists() {
            fs::write(shard, "").unwrap();
        }
    }
    let (store, warnings) = open(&folder, None);
    let (image, _, missed) = compile(store, "test.mlir", SOURCE, "g", GRAD);
    assert_eq!(image, fresh(SOURCE, "g", GRAD));
    assert!(
        missed.iter().all(|missed| !missed.starts_with("checked(")),
        "{missed:?}"
    );
    assert_eq!(warnings.load(Ordering::Relaxed), 1);
}

#[test]
fn what_is_no_cache_is_refused_and_stays_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let silent = |_: &str| {};
    let foreign = home.path().join("documents");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("letter"), "Dear").unwrap();
    let error = Folder::open(&foreign, None, silent).unwrap_err();
    assert!(error.contains("holds letter"), "{error}");
    assert_eq!(fs::read_dir(&foreign).unwrap().count(), 1);

    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Folder::open(&file, None, silent).unwrap_err();
    assert!(error.contains("cannot be used"), "{error}");

    let folder = home.path().join("cache");
    drop(Folder::open(&folder, None, silent).unwrap());
    drop(Folder::open(&folder, None, silent).unwrap());
    for format in ["pullback cache, format 2\n", "", "\0"] {
        fs::write(folder.join("format"), format).unwrap();
        let error = Folder::open(&folder, None, silent).unwrap_err();
        assert!(error.contains("another version"), "{error}");
    }
}

#[test]
fn everybody_may_not_write_to_a_cache() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("cache");
    drop(Folder::open(&folder, None, |_| {}).unwrap());
    let mode = fs::metadata(&folder).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    let error = Folder::open(&folder, None, |_| {}).unwrap_err();
    assert!(error.contains("everybody may write"), "{error}");
}

#[test]
fn what_was_of_no_use_for_longest_goes_first() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("cache");
    let key = |index: u8| [index; 32];
    let bound = 20_000;
    {
        let (store, _) = open(&folder, Some(bound));
        for index in 0..8 {
            store.put(&key(index), &[index; 1000]);
        }
    }
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    for entry in entries(&folder) {
        fs::File::options()
            .append(true)
            .open(entry)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }
    let left = folder.join("entries/00/.tmp-of-a-killed-process");
    fs::write(&left, "").unwrap();
    fs::File::options()
        .append(true)
        .open(&left)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    let (store, _) = open(&folder, Some(bound));
    assert!(store.get(&key(3)).is_some());
    for index in 100..112 {
        store.put(&key(index), &[index; 1000]);
    }
    drop(store);
    let size: u64 = entries(&folder)
        .iter()
        .map(|entry| fs::metadata(entry).unwrap().len())
        .sum();
    assert!(size <= bound, "{size}");
    assert!(!left.exists());
    let (store, _) = open(&folder, Some(bound));
    let kept: Vec<u8> = (0..8)
        .filter(|index| store.get(&key(*index)).is_some())
        .collect();
    assert_eq!(kept, [3]);
    assert!(store.get(&key(111)).is_some());
}
