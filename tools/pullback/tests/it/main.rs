//! The driver as people call it: what it prints, and its exit status.

mod array_memory;
mod arrays;
mod blocks;
mod build;
mod cache;
mod calls;
mod check_nan;
mod checkpoint;
mod data;
mod depth;
mod emit;
mod errors;
mod explain;
mod gradients;
mod help;
mod memory;
mod must_fail;
mod numpy;
mod products;
mod programs;
mod train;
mod traps;
mod watch;
mod why;

use std::{
    ffi::OsStr,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The driver's answer.
struct Answer {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Answer {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            status: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Standard output of a call that must succeed, in silence.
    #[track_caller]
    fn success(self) -> String {
        assert_eq!(
            (self.status, self.stderr.as_str()),
            (Some(0), ""),
            "{}",
            self.stdout
        );
        self.stdout
    }

    /// Standard error of a call that must fail with this status, and nothing on standard output.
    #[track_caller]
    fn failure(self, status: i32) -> String {
        assert_eq!(
            (self.status, self.stdout.as_str()),
            (Some(status), ""),
            "{}",
            self.stderr
        );
        assert!(!self.stderr.contains("internal error"), "{}", self.stderr);
        self.stderr
    }
}

fn driver() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pullback"));
    command.current_dir(root());
    // What a person has set must not decide what a test sees, nor a test write there.
    for name in ["PULLBACK_CACHE", "PULLBACK_CACHE_SIZE", "XDG_CACHE_HOME"] {
        command.env_remove(name);
    }
    command
}

/// Runs the driver in the repository's root.
fn pullback<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Answer {
    Answer::of(&driver().args(args).output().expect("the driver runs"))
}

/// Runs the driver on a program that it reads from standard input.
fn with_stdin(args: &[&str], program: impl AsRef<[u8]>) -> Answer {
    let mut child = driver()
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the driver starts");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    // A driver that has seen enough closes the pipe.
    let _ = stdin.write_all(program.as_ref());
    drop(stdin);
    Answer::of(&child.wait_with_output().expect("the driver ends"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The `.mlir` files of a folder of the repository, in order, by their paths from its root.
fn mlir_files(folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(root().join(folder)).expect(folder);
    let mut files: Vec<_> = entries
        .map(|entry| {
            entry
                .expect(folder)
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.ends_with(".mlir"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{folder}");
    files
}

/// What stands behind `// KEY:` in a file, line by line.
fn directives(file: &str, key: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(file)).expect(file);
    let start = format!("// {key}:");
    let directives = text.lines().filter_map(|line| line.strip_prefix(&start));
    directives.map(|rest| rest.trim().to_owned()).collect()
}
