//! The cache, as processes share it.

use crate::{Answer, driver, pullback};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

/// A program of functions that call each other, in versions.
fn program(version: usize) -> String {
    let mut text = String::new();
    for index in 0..12 {
        let scale = if index == version % 12 { version } else { 1 };
        text += &format!(
            "func.func @f{index}(%x: f64) -> f64 {{
  %k = arith.constant {scale}.5 : f64
  %s = math.sin %x : f64
  %m = arith.mulf %s, %k : f64\n"
        );
        let mut last = "%m".to_owned();
        for callee in [2 * index + 1, 2 * index + 2] {
            if callee < 12 {
                text += &format!("  %c{callee} = call @f{callee}({last}) : (f64) -> f64\n");
                last = format!("%c{callee}");
            }
        }
        text += &format!("  return {last} : f64\n}}\n");
    }
    text
}

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn program(&self, version: usize) -> PathBuf {
        let path = self.folder.path().join(format!("{version}.mlir"));
        fs::write(&path, program(version)).expect("it can be written");
        path
    }

    /// A call of the program with the cache.
    fn call(&self, version: usize) -> Command {
        let mut command = grad(&self.program(version));
        command.arg(format!("--cache={}", self.cache().display()));
        command
    }

    fn entries(&self) -> Vec<PathBuf> {
        let mut found = vec![];
        for shard in fs::read_dir(self.cache().join("entries")).expect("there are entries") {
            let shard = fs::read_dir(shard.expect("it can be listed").path());
            let entries = shard.expect("it can be listed");
            found.extend(entries.map(|entry| entry.expect("it can be listed").path()));
        }
        assert!(!found.is_empty());
        found
    }
}

fn grad(path: &Path) -> Command {
    let mut command = driver();
    command.arg("grad").arg(path);
    command.args(["--entry", "f0", "--inputs", "[0.5]"]);
    command
}

fn answer(command: &mut Command) -> Answer {
    Answer::of(&command.output().expect("the driver runs"))
}

fn fresh(home: &Home, version: usize) -> String {
    answer(&mut grad(&home.program(version))).success()
}

#[test]
fn answers_are_the_same_cold_warm_and_compared() {
    let home = Home::new();
    for version in [0, 1, 0] {
        let expected = fresh(&home, version);
        for _ in 0..2 {
            assert_eq!(answer(&mut home.call(version)).success(), expected);
            let compared = answer(home.call(version).arg("--cache-verify"));
            assert_eq!(compared.success(), expected);
        }
    }
    // Options have entries of their own, and a failure is one again.
    let strict = answer(home.call(0).arg("--fp=strict")).success();
    assert_eq!(
        strict,
        answer(grad(&home.program(0)).arg("--fp=strict")).success()
    );
    fs::write(home.program(3), "func.func @f0(").expect("it can be written");
    let mut call = grad(&home.folder.path().join("3.mlir"));
    call.arg(format!("--cache={}", home.cache().display()));
    for _ in 0..2 {
        assert!(answer(&mut call).failure(1).contains("3.mlir:1:"));
    }
}

#[test]
fn the_cache_is_where_it_was_asked_for_and_nowhere_else() {
    let home = Home::new();
    let program = home.program(0);
    let at = |name: &str| home.folder.path().join(name);
    let call = |args: &[&str], env: &[(&str, PathBuf)]| {
        let mut command = grad(&program);
        command.args(args).env("HOME", at("home"));
        command.envs(env.iter().cloned());
        answer(&mut command).success()
    };
    let expected = call(&[], &[]);
    assert!(!at("home").exists());
    for (option, variable, place) in [
        (Some("--cache"), None, "home/.cache/pullback"),
        (Some("--cache"), Some("XDG_CACHE_HOME"), "xdg/pullback"),
        (None, Some("PULLBACK_CACHE"), "named"),
        (Some("--cache"), Some("PULLBACK_CACHE"), "both"),
    ] {
        assert!(!at(place).exists(), "{place}");
        let folder = at(place.trim_end_matches("/pullback"));
        let env = variable.map(|name| (name, folder));
        assert_eq!(call(option.as_slice(), env.as_slice()), expected, "{place}");
        assert!(at(place).join("format").exists(), "{place}");
    }
    let env = [("PULLBACK_CACHE", at("unwanted"))];
    assert_eq!(call(&["--no-cache"], &env), expected);
    assert!(!at("unwanted").exists());
}

/// Whatever a folder holds, the answer is that of a run without it; there is one warning at most.
#[test]
fn a_folder_in_any_state_changes_no_answer() {
    let home = Home::new();
    let expected = fresh(&home, 0);
    let check = |what: &str, warned: bool| {
        let found = answer(&mut home.call(0));
        assert_eq!(
            (found.status, found.stdout.as_str()),
            (Some(0), expected.as_str()),
            "{what}"
        );
        let lines: Vec<&str> = found.stderr.lines().collect();
        assert_eq!(lines.len(), usize::from(warned), "{what}: {lines:?}");
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("warning: the cache ")),
            "{lines:?}"
        );
    };
    check("new", false);
    check("warm", false);
    for entry in home.entries() {
        let bytes = fs::read(&entry).expect("it can be read");
        fs::write(&entry, &bytes[..bytes.len() / 2]).expect("it can be written");
    }
    check("truncated", true);
    check("repaired", false);
    for entry in home.entries() {
        fs::write(&entry, [7; 3000]).expect("it can be written");
    }
    check("noise", true);
    for entry in home.entries() {
        fs::remove_file(&entry).expect("it can be deleted");
        fs::create_dir(&entry).expect("it can be made");
    }
    check("folders instead of entries", true);
    fs::remove_dir_all(home.cache().join("entries")).expect("it can be deleted");
    check("no entries", false);
    fs::write(home.cache().join("format"), "pullback cache, format 99\n")
        .expect("it can be written");
    check("another version", true);
    fs::remove_file(home.cache().join("format")).expect("it can be deleted");
    fs::write(home.cache().join("notes.txt"), "mine").expect("it can be written");
    check("somebody else's", true);
    fs::remove_dir_all(home.cache()).expect("it can be deleted");
    fs::write(home.cache(), "a file").expect("it can be written");
    check("a file", true);
}

/// Processes that write the same and other entries at the same time, and some that are killed while they do.
#[test]
fn processes_share_a_folder_and_may_be_killed() {
    let home = Home::new();
    let versions = 0..6;
    let expected: Vec<String> = versions
        .clone()
        .map(|version| fresh(&home, version))
        .collect();
    let spawn = |version| {
        let mut command = home.call(version);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the driver starts")
    };
    for round in 0..6_u32 {
        let mut killed: Vec<_> = versions.clone().map(spawn).collect();
        let kept: Vec<_> = [0, 0, 1].map(|version| (version, spawn(version))).into();
        // At another moment in each round: before, while and after it compiles and writes.
        std::thread::sleep(Duration::from_millis(60 * u64::from(round)));
        for child in &mut killed {
            child.kill().expect("it is ours");
            child.wait().expect("it ends");
        }
        for (version, child) in kept {
            let found = Answer::of(&child.wait_with_output().expect("it ends"));
            assert_eq!(found.success(), expected[version], "round {round}");
        }
    }
    for version in versions {
        let found = answer(home.call(version).arg("--cache-verify"));
        assert_eq!(found.success(), expected[version], "{version}");
        assert_eq!(answer(&mut home.call(version)).success(), expected[version]);
    }
}

#[test]
fn the_folder_keeps_its_bound() {
    let home = Home::new();
    let bound = 60_000;
    for version in 0..6 {
        let mut call = home.call(version);
        call.env("PULLBACK_CACHE_SIZE", bound.to_string());
        assert_eq!(answer(&mut call).success(), fresh(&home, version));
        let sizes = home
            .entries()
            .into_iter()
            .map(|entry| fs::metadata(entry).expect("it is there").len());
        let size: u64 = sizes.sum();
        assert!(size <= bound, "{size}");
    }
    let mut call = home.call(0);
    let said = answer(call.env("PULLBACK_CACHE_SIZE", "lots")).failure(2);
    assert!(said.contains("PULLBACK_CACHE_SIZE"), "{said}");
    let said = pullback(["run", "x.mlir", "--entry", "f", "--cache=x", "--no-cache"]).failure(2);
    assert!(said.contains("cannot be used with"), "{said}");
}

/// Object and header are the same, whether they were compiled or not.
#[test]
fn builds_are_kept_with_their_headers() {
    let home = Home::new();
    let program = home.program(0);
    let at = |name: &str| home.folder.path().join(name);
    let build = |name: &str, cached: &[&str]| {
        let mut command = driver();
        command
            .arg("build")
            .arg(&program)
            .args(["--emit", "obj", "-o"]);
        command.arg(at(name)).args(cached);
        assert_eq!(answer(&mut command).success(), "");
        let read = |path: PathBuf| fs::read(path).expect("it was written");
        (read(at(name)), read(at(name).with_extension("h")))
    };
    let expected = build("fresh.o", &[]);
    let cache = format!("--cache={}", home.cache().display());
    assert_eq!(build("cold.o", &[&cache]), expected);
    assert_eq!(build("warm.o", &[&cache]), expected);
    assert_eq!(build("compared.o", &[&cache, "--cache-verify"]), expected);
    let entries = home.entries().len();
    assert_ne!(
        build("strict.o", &[&cache, "--fp=strict", "--entry=f0"]),
        expected
    );
    assert_eq!(home.entries().len(), entries + 1);
}
