//! Files that say in `// RUN:` lines how they are tested, as LLVM's `lit` runs them.

use crate::folder::mlir_files;
use std::{
    env, fmt, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};
use tempfile::TempDir;

/// A file that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The file.
    pub path: PathBuf,
    /// The line of the command, from 1.
    pub line: usize,
    /// What was run, or would have been.
    pub command: String,
    /// How it ended, and what it printed.
    pub output: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}:{}: RUN: {}",
            self.path.display(),
            self.line,
            self.command
        )?;
        for line in self.output.lines() {
            writeln!(f, "  {line}")?;
        }
        Ok(())
    }
}

/// Runs `// RUN:` lines with bash, pipes failing as a whole, in a folder of the file's own.
///
/// `%s` is the file, `%S` its folder, `%t` a name for temporary files, `%%` a percent sign; a `\` at the
/// end of a RUN line continues it on the next. `FileCheck`, `not`, `count` and `split-file` are LLVM's.
#[derive(Debug)]
pub struct Lit {
    tools: TempDir,
    path: std::ffi::OsString,
}

/// Longer than any file takes on a slow machine.
const SECONDS: &str = "120";

impl Lit {
    /// A runner that knows LLVM's tools and these (`env!("CARGO_BIN_EXE_...")`).
    #[track_caller]
    pub fn new<P: AsRef<Path>>(tools: impl IntoIterator<Item = P>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for tool in tools {
            let tool = tool.as_ref();
            let name = tool.file_name().expect("a tool is a file");
            assert!(tool.exists(), "{} is not built", tool.display());
            symlink(tool, folder.path().join(name)).expect("a link can be made");
        }
        let llvm = env::var("MLIR_SYS_220_PREFIX").unwrap_or_else(|_| "/usr/lib/llvm-22".into());
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = [folder.path().to_owned(), Path::new(&llvm).join("bin")]
            .into_iter()
            .chain(env::split_paths(&inherited));
        let path = env::join_paths(folders).expect("no folder's name has a colon");
        Self {
            tools: folder,
            path,
        }
    }

    /// A tool of this workspace that cargo has built beside the test that runs.
    pub fn built(name: &str) -> PathBuf {
        let test = env::current_exe().unwrap_or_default();
        // target/<profile>/deps/<test>
        test.ancestors().nth(2).unwrap_or(Path::new("")).join(name)
    }

    /// Runs the folder's files and fails with all that is wrong.
    #[track_caller]
    pub fn check(&self, folder: impl AsRef<Path>) {
        let failures = self.failures(folder);
        let text: String = failures.iter().map(ToString::to_string).collect();
        assert!(failures.is_empty(), "{} failed:\n{text}", failures.len());
    }

    /// Runs each `.mlir` file of the folder and hands back what failed. A file without a RUN line fails,
    /// unless it begins with a `// PIPELINE:`; so does a folder without files.
    #[track_caller]
    pub fn failures(&self, folder: impl AsRef<Path>) -> Vec<Failure> {
        let files = mlir_files(folder.as_ref());
        assert!(
            !files.is_empty(),
            "{}: no .mlir file",
            folder.as_ref().display()
        );
        let next = AtomicUsize::new(0);
        let failures = Mutex::new(Vec::new());
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                        if let Err(failure) = self.run_file(file)
                            && let Ok(mut failures) = failures.lock()
                        {
                            failures.push(failure);
                        }
                    }
                });
            }
        });
        let mut failures = failures.into_inner().unwrap_or_default();
        failures.sort_by(|a, b| a.path.cmp(&b.path));
        failures
    }

    fn run_file(&self, path: &Path) -> Result<(), Failure> {
        let failure = |line, command: &str, output: String| Failure {
            path: path.to_owned(),
            line,
            command: command.to_owned(),
            output,
        };
        let bytes = fs::read(path).map_err(|error| failure(1, "", error.to_string()))?;
        let source = String::from_utf8_lossy(&bytes);
        let commands = run_lines(&source).map_err(|(line, text)| {
            failure(
                line,
                &text,
                "ends with `\\`, and no RUN line follows".into(),
            )
        })?;
        if commands.is_empty() && !source.trim_start().starts_with("// PIPELINE:") {
            return Err(failure(1, "", "the file has no `// RUN:` line".into()));
        }
        let scratch = tempfile::tempdir_in(self.tools.path())
            .map_err(|error| failure(1, "", error.to_string()))?;
        for (line, text) in commands {
            let command = substitute(&text, path, scratch.path());
            let output = Command::new("timeout")
                .args([SECONDS, "bash", "-o", "pipefail", "-c", &command])
                .env("PATH", &self.path)
                .current_dir(scratch.path())
                .stdin(Stdio::null())
                .output()
                .map_err(|error| failure(line, &command, error.to_string()))?;
            if !output.status.success() {
                let how = match output.status.code() {
                    Some(124) => format!("took more than {SECONDS} seconds"),
                    _ => output.status.to_string(),
                };
                let text = format!(
                    "{how}\n{}{}",
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr)
                );
                return Err(failure(line, &command, text));
            }
        }
        Ok(())
    }
}

/// The commands with the lines they begin on. The error is a continuation into nothing.
fn run_lines(source: &str) -> Result<Vec<(usize, String)>, (usize, String)> {
    let mut commands: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (index, line) in source.lines().enumerate() {
        let Some((_, text)) = line.split_once("// RUN:") else {
            continue;
        };
        let text = text.trim();
        let (text, goes_on) = match text.strip_suffix('\\') {
            Some(text) => (text.trim_end(), true),
            None => (text, false),
        };
        match commands.last_mut() {
            Some((_, command)) if open => *command = format!("{command} {text}"),
            _ => commands.push((index + 1, text.to_owned())),
        }
        open = goes_on;
    }
    match commands.pop() {
        Some(last) if open => Err(last),
        last => {
            commands.extend(last);
            Ok(commands)
        }
    }
}

fn substitute(command: &str, file: &Path, scratch: &Path) -> String {
    let folder = file.parent().unwrap_or(file);
    let temporary = scratch
        .join(file.file_stem().unwrap_or_default())
        .with_extension("tmp");
    let mut out = String::new();
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('s') => out.push_str(&quoted(file)),
            Some('S') => out.push_str(&quoted(folder)),
            Some('t') => out.push_str(&quoted(&temporary)),
            Some('%') => out.push('%'),
            other => {
                out.push('%');
                out.extend(other);
            }
        }
    }
    out
}

/// As one word of the shell, without quotes where none are needed, since RUN lines may quote themselves.
fn quoted(path: &Path) -> String {
    path.display()
        .to_string()
        .chars()
        .flat_map(|c| {
            let plain = c.is_alphanumeric() || "/._-+,:@=".contains(c);
            (!plain).then_some('\\').into_iter().chain([c])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_lines_go_on_after_a_backslash() {
        let source = "// RUN: a %s \\\n// RUN:   | b\nmodule {}\n  // RUN: c\n";
        let expected = vec![(1, "a %s | b".to_owned()), (4, "c".to_owned())];
        assert_eq!(run_lines(source), Ok(expected));
        assert_eq!(run_lines("// RUN: a \\\n"), Err((1, "a".to_owned())));
        assert_eq!(run_lines("module {}"), Ok(vec![]));
    }

    #[test]
    fn names_are_put_in() {
        let command = substitute(
            "f %s -o %t.bc %S/x 100%% %x %",
            Path::new("/a b/c.mlir"),
            Path::new("/tmp"),
        );
        assert_eq!(
            command,
            "f /a\\ b/c.mlir -o /tmp/c.tmp.bc /a\\ b/x 100% %x %"
        );
    }
}
