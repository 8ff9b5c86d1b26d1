//! Random edits by two processes that share a folder of a cache, while others are killed as they write to it: each program gives
//! what a new database without a cache gives, errors and their places included.
//!
//! `PULLBACK_EDITS` is the number of edits of each test, for a longer run.

use crate::{
    edits::{Program, Random},
    session::GRAD,
};
use pullback_db::{Cache, Database, Derivative, Folder, OptLevel, Request, Store};
use std::{
    env,
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// The folder that a worker uses.
const FOLDER: &str = "PULLBACK_TEST_FOLDER";

/// After which of its writes a worker ends in the midst of the next one.
const KILLED_AFTER: &str = "PULLBACK_TEST_KILLED_AFTER";

/// So small that the folder outgrows it.
const BOUND: u64 = 200_000;

/// What a database says: a hash of the objects, or the errors.
fn answer(db: &mut Database, text: &str, derivative: &Derivative) -> String {
    let file = db.set_file("edited.mlir", text);
    let request = Request {
        opt_level: OptLevel::O0,
        ..Request::new(file, "f0", derivative.clone())
    };
    match db.image(&request) {
        Ok(image) => {
            let mut hasher = blake3::Hasher::new();
            for object in &image.objects {
                hasher.update(object);
            }
            format!(
                "{} {} {}",
                image.objects.len(),
                image.entry,
                hasher.finalize()
            )
        }
        // On one line.
        Err(found) => format!("{:?}", found.0),
    }
}

/// A folder; in the midst of one of its writes the process ends.
struct Deadly {
    folder: std::sync::Arc<Folder>,
    left: AtomicUsize,
}

impl Store for Deadly {
    fn get(&self, key: &[u8; 32]) -> Option<Vec<u8>> {
        self.folder.get(key)
    }
    fn put(&self, key: &[u8; 32], value: &[u8]) {
        if self.left.fetch_sub(1, Ordering::Relaxed) == 0 {
            thread::spawn(|| {
                // Nothing is flushed and nothing is dropped, as in a process that is killed.
                std::process::abort();
            });
            // Until that happens it writes this entry over and over: whatever step it is at, is where it ends.
            loop {
                self.folder.put(key, value);
            }
        }
        self.folder.put(key, value);
    }
}

/// What the other tests start: reads programs, and answers each. By itself it does nothing.
#[test]
#[ignore = "a process that other tests start"]
fn worker() {
    let Some(path) = env::var_os(FOLDER) else {
        return;
    };
    let folder = Folder::open(Path::new(&path), Some(BOUND), |what| panic!("{what}"));
    let folder = std::sync::Arc::new(folder.expect("it can be used"));
    let cache = match env::var(KILLED_AFTER) {
        Err(_) => Cache::new(folder),
        Ok(count) => {
            let left = AtomicUsize::new(count.parse().expect("it is a number"));
            Cache::new(Deadly { folder, left })
        }
    };
    let mut db = Database::new();
    db.set_cache(Some(cache.expect("the process knows its executable")));
    println!();
    let mut stdin = io::stdin().lock();
    let mut line = String::new();
    while stdin.read_line(&mut line).expect("it is a pipe") > 0 {
        // The length, and which derivative.
        let (length, is_grad) = line.trim().split_once(' ').expect("two words");
        let mut text = vec![0; length.parse().expect("it is a number")];
        stdin.read_exact(&mut text).expect("it is there");
        let text = String::from_utf8(text).expect("it is text");
        let derivative = derivative(is_grad == "true");
        println!("answer {}", answer(&mut db, &text, &derivative));
        line.clear();
    }
}

fn derivative(is_grad: bool) -> Derivative {
    match is_grad {
        true => GRAD,
        false => Derivative::None,
    }
}

/// A process with a database of its own.
struct Worker {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Worker {
    fn start(folder: &Path, killed_after: Option<usize>) -> Self {
        let mut command = Command::new(env::current_exe().expect("it runs"));
        command.args(["--exact", "processes::worker", "--ignored", "--nocapture"]);
        command.env(FOLDER, folder);
        if let Some(count) = killed_after {
            command.env(KILLED_AFTER, count.to_string());
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        Self {
            stdin: child.stdin.take().expect("it is a pipe"),
            stdout: BufReader::new(child.stdout.take().expect("it is a pipe")),
            child,
        }
    }

    fn ask(&mut self, text: &str, is_grad: bool) {
        let line = format!("{} {is_grad}\n{text}", text.len());
        let written = self.stdin.write_all(line.as_bytes());
        written.and_then(|()| self.stdin.flush()).expect("it reads");
    }

    /// The next answer; `None` if the process has ended.
    fn answer(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.stdout.read_line(&mut line).expect("it is text") > 0 {
            if let Some(answer) = line.strip_prefix("answer ") {
                return Some(answer.trim_end().to_owned());
            }
            line.clear();
        }
        None
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It is ours, and nobody asks it any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What happened.
#[derive(Debug, Default)]
struct Count {
    right: usize,
    wrong: usize,
    killed: usize,
}

/// Makes edits in two processes. They take turns or work at the same time, take each other's program over, and start again with
/// what is in the folder.
fn run(seed: u64, edits: usize, is_grad: bool) -> Count {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("cache");
    let mut random = Random(seed);
    let mut programs = [Program::new(), Program::new()];
    let mut workers = [0, 1].map(|_| Worker::start(&folder, None));
    let mut count = Count::default();
    for edit in 0..edits {
        let who = random.below(2);
        if random.one_in(4) {
            programs[who] = programs[1 - who].clone();
        }
        // One of them, or both at once.
        let at_work = match random.one_in(2) {
            true => vec![who],
            false => vec![who, 1 - who],
        };
        for &index in &at_work {
            programs[index].edit(&mut random);
        }
        if random.one_in(8) {
            workers[who] = Worker::start(&folder, None);
        }
        let doomed = random.one_in(4).then(|| {
            // Of a program that it has for itself, until it is somebody's next one.
            let mut program = programs[who].clone();
            program.edit(&mut random);
            let mut worker = Worker::start(&folder, Some(random.below(4)));
            worker.ask(&program.text(), is_grad);
            (worker, program)
        });
        for &index in &at_work {
            workers[index].ask(&programs[index].text(), is_grad);
        }
        for &index in &at_work {
            let text = programs[index].text();
            let expected = answer(&mut Database::new(), &text, &derivative(is_grad));
            let found = workers[index].answer();
            assert_eq!(
                found.as_ref(),
                Some(&expected),
                "seed {seed:#x}, edit {edit}, process {index}, of\n{text}"
            );
            match expected.starts_with('[') {
                true => count.wrong += 1,
                false => count.right += 1,
            }
        }
        // It has either ended in the midst of writing, or had little to write.
        if let Some((mut worker, program)) = doomed {
            count.killed += usize::from(worker.answer().is_none());
            programs[random.below(2)] = program;
        }
    }
    count
}

/// Neither all programs are right nor all wrong, and some processes do end early.
fn check(seed: u64, is_grad: bool) {
    let edits = env::var("PULLBACK_EDITS").map(|text| text.parse().expect("it is a number"));
    let edits = edits.unwrap_or(60);
    println!("seed {seed:#x}, {edits} edits");
    let count = run(seed, edits, is_grad);
    println!("{count:?}");
    let enough = count.right > edits / 4 && count.wrong > 0 && count.killed > 0;
    assert!(enough, "{count:?} of {edits} edits");
}

#[test]
fn programs_of_two_processes_1() {
    check(0x1234_5678, false);
}

#[test]
fn programs_of_two_processes_2() {
    check(0x9e37_79b9, false);
}

#[test]
fn gradients_of_two_processes_1() {
    check(0xdead_beef, true);
}

#[test]
fn gradients_of_two_processes_2() {
    check(0x5eed_cafe, true);
}
