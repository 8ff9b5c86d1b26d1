//! `watch`, driven by saves; it ends with its standard input.

use crate::{driver, pullback};
use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

const PROGRAM: &str = "func.func @g(%x: f64) -> f64 {
  %r = arith.mulf %x, %x : f64
  return %r : f64
}
func.func @f(%x: f64) -> f64 {
  %y = call @g(%x) : (f64) -> f64
  %c = arith.constant 3.0 : f64
  %r = arith.mulf %y, %c : f64
  return %r : f64
}
";

/// A watch of a file in a folder of its own.
struct Watch {
    folder: tempfile::TempDir,
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    receiver
}

impl Watch {
    fn start(program: &str, args: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.mlir");
        fs::write(&path, program).expect("it can be written");
        let mut child = driver()
            .arg("watch")
            .arg(&path)
            .args(["--entry", "f", "--inputs", "[2]"])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the driver starts");
        let stdout = lines(child.stdout.take().expect("it is a pipe"));
        let stderr = lines(child.stderr.take().expect("it is a pipe"));
        Self {
            folder,
            child,
            stdout,
            stderr,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("p.mlir")
    }

    /// Saves as most editors do: a new file in the place of the old one.
    fn replace(&self, text: &str) {
        let new = self.folder.path().join(".p.mlir.swp");
        fs::write(&new, text).expect("it can be written");
        fs::rename(new, self.path()).expect("it can be renamed");
    }

    #[track_caller]
    fn printed(&self, lines: &[&str]) {
        for line in lines {
            let found = self.stdout.recv_timeout(Duration::from_secs(60));
            assert_eq!(
                found.as_deref(),
                Ok(*line),
                "{:?}",
                self.stderr.try_iter().collect::<Vec<_>>()
            );
        }
    }

    /// The next message that holds this.
    #[track_caller]
    fn said(&self, part: &str) -> String {
        let mut before = vec![];
        loop {
            match self.stderr.recv_timeout(Duration::from_secs(60)) {
                Ok(line) if line.contains(part) => return line,
                Ok(line) => before.push(line),
                Err(error) => panic!("{part:?}: {error}, after {before:?}"),
            }
        }
    }

    /// Ends the watch by its input; hands back what else it printed.
    fn end(mut self) -> Vec<String> {
        drop(self.child.stdin.take());
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}");
        self.stdout.iter().collect()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_save_is_compiled_where_it_changed() {
    let watch = Watch::start(PROGRAM, &[]);
    watch.printed(&["value = 12.0", "d/d%x = 12.0"]);
    assert!(watch.said(" ms: ran ").contains("checked(f)"));
    watch.said("watching ");
    // In place.
    fs::write(watch.path(), PROGRAM.replace("3.0", "5.0")).expect("it can be written");
    watch.printed(&["value = 20.0", "d/d%x = 20.0"]);
    let said = watch.said(" ms: ran ");
    assert!(
        said.contains("checked(f)") && !said.contains("checked(g)"),
        "{said}"
    );
    // By another file of the name, in one step and in two.
    watch.replace(&PROGRAM.replace("3.0", "7.0"));
    watch.printed(&["value = 28.0", "d/d%x = 28.0"]);
    fs::remove_file(watch.path()).expect("it can be deleted");
    watch.replace(&PROGRAM.replace("arith.mulf %x, %x", "arith.addf %x, %x"));
    watch.printed(&["value = 12.0", "d/d%x = 6.0"]);
    // A comment moves lines, and what is linked stays.
    watch.replace(&format!(
        "// Moved.\n{}",
        PROGRAM.replace("arith.mulf %x, %x", "arith.addf %x, %x")
    ));
    watch.printed(&["value = 12.0", "d/d%x = 6.0"]);
    assert_eq!(watch.end(), [""; 0]);
}

#[test]
fn an_error_is_said_and_the_watch_goes_on() {
    let watch = Watch::start("func.func @f(%x: f64", &[]);
    watch.said("p.mlir:1:");
    watch.said("watching ");
    watch.replace(PROGRAM);
    watch.printed(&["value = 12.0", "d/d%x = 12.0"]);
    watch.replace(&PROGRAM.replace("arith.mulf %y", "arith.mulf %z"));
    let said = watch.said("error");
    assert!(said.contains("p.mlir:8:"), "{said}");
    watch.replace(&PROGRAM.replace("@f(", "@other("));
    watch.said("no function @f");
    fs::remove_file(watch.path()).expect("it can be deleted");
    watch.said("cannot read");
    watch.replace(PROGRAM);
    watch.printed(&["value = 12.0", "d/d%x = 12.0"]);
    assert_eq!(watch.end(), [""; 0]);
}

/// A program that divides by zero, recurses without end or fills its memory is a step on the way to a better one.
#[test]
fn a_trap_is_said_and_the_watch_goes_on() {
    let program = |body: &str| {
        format!(
            "func.func @f(%x: i64) -> i64 {{\n  %zero = arith.constant 0 : i64\n  %one = arith.constant 1 : i64\n{body}  return %r : i64\n}}\n"
        )
    };
    let good = program("  %r = arith.addi %x, %one : i64\n");
    let memory = program(
        "  %n = arith.constant 100000000 : index
  %i0 = arith.constant 0 : index
  %i1 = arith.constant 1 : index
  %empty = functional.construct @list nil() : !functional.data<@list>
  %all = scf.for %i = %i0 to %n step %i1 iter_args(%l = %empty) -> (!functional.data<@list>) {
    %m = functional.construct @list cons(%x, %l) : (i64, !functional.data<@list>) -> !functional.data<@list>
    scf.yield %m : !functional.data<@list>
  }
  %r = functional.match %all : !functional.data<@list> -> i64 {
  case nil { functional.yield %zero : i64 }
  case cons(%h: i64, %t: !functional.data<@list>) { functional.yield %h : i64 }
  }
",
    );
    let memory =
        format!("functional.data @list {{ nil cons(i64, !functional.data<@list>) }}\n{memory}");
    let watch = Watch::start(
        &program(
            "  %d = arith.divsi %x, %x : i64\n  %two = arith.addi %d, %one : i64\n  %e = arith.subi %x, %two : i64\n  %r = arith.divsi %x, %e : i64\n",
        ),
        &["--stack", "16M", "--memory", "8M"],
    );
    watch.said("divided an integer by zero");
    watch.said("watching ");
    watch.replace(&good);
    watch.printed(&["result = 3"]);
    watch.replace(&program(
        "  %s = func.call @f(%x) : (i64) -> i64\n  %q = arith.muli %s, %s : i64\n  %r = arith.subi %q, %one : i64\n",
    ));
    let said = watch.said("p.mlir: error: the compiled program ");
    assert!(said.contains("ran out of stack"), "{said}");
    watch.replace(&good);
    watch.printed(&["result = 3"]);
    watch.replace(&memory);
    watch.said("ran out of memory for data and tapes, of which it has 8 MiB");
    watch.replace(&good);
    watch.printed(&["result = 3"]);
    assert_eq!(watch.end(), [""; 0]);
}

/// The types of the entry may change, and whether it has a gradient at all.
#[test]
fn another_signature_is_another_answer() {
    let watch = Watch::start(PROGRAM, &["--json"]);
    watch.printed(&["{\"value\": [12.0], \"gradients\": [12.0]}"]);
    let integer = "func.func @f(%x: i32) -> (i32, i32) {\n  return %x, %x : i32, i32\n}\n";
    watch.replace(integer);
    watch.printed(&["{\"results\": [2, 2]}"]);
    watch.replace(PROGRAM);
    watch.printed(&["{\"value\": [12.0], \"gradients\": [12.0]}"]);
    assert_eq!(watch.end(), [""; 0]);
}

#[test]
fn each_save_says_why() {
    let watch = Watch::start(PROGRAM, &["--why-rebuilt"]);
    watch.printed(&["value = 12.0", "d/d%x = 12.0"]);
    watch.said("watching ");
    watch.replace(&PROGRAM.replace("arith.mulf %x, %x", "arith.addf %x, %x"));
    watch.printed(&["value = 12.0", "d/d%x = 6.0"]);
    watch.said("  @g changed");
    watch.said("  checked(g) ran: @g changed");
    watch.said("  simplified(grad f) ran: @g changed: @f -> @g");
    assert_eq!(watch.end(), [""; 0]);
}

#[test]
fn a_watch_takes_what_another_process_compiled() {
    let home = tempfile::tempdir().expect("a folder");
    let cache = format!("--cache={}", home.path().join("cache").display());
    for _ in 0..2 {
        let watch = Watch::start(PROGRAM, &[&cache]);
        watch.printed(&["value = 12.0", "d/d%x = 12.0"]);
        watch.replace(&PROGRAM.replace("3.0", "5.0"));
        watch.printed(&["value = 20.0", "d/d%x = 20.0"]);
        assert_eq!(watch.end(), [""; 0]);
    }
}

#[test]
fn wrong_calls_end_at_once() {
    let said = pullback(["watch", "-", "--entry", "f", "--inputs", "[1]"]).failure(2);
    assert!(said.contains("name a file"), "{said}");
    let said = pullback(["watch", "no-such.mlir", "--entry", "f", "--inputs", "[1]"]).failure(2);
    assert!(said.contains("no-such.mlir"), "{said}");
    let file = "examples/figure1.mlir";
    assert!(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(file)
            .exists()
    );
    let said = pullback(["watch", file, "--entry", "f", "--emit", "asm"]).failure(2);
    assert!(said.contains("prints no code"), "{said}");
    let said = pullback(["watch", file, "--entry", "nobody", "--inputs", "[1]"]).failure(2);
    assert!(said.contains("no function @nobody"), "{said}");
}
