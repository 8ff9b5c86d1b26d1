//! The `CHECK-GRADIENT` lines of the examples: an entry and its inputs, at which the gradient is that of differences along a direction, and agrees with the
//! forward mode.
//!
//! An input `{"noise": [2, 3]}` is an array of that shape, of numbers from -1 to 1.

use crate::{Answer, directives, driver, mlir_files};
use serde_json::{Value as Json, json};
use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// Numbers that look like noise, the same each time.
struct Noise(u64);

impl Noise {
    fn number(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    fn array(&mut self, shape: &[Json]) -> Json {
        match shape.split_first() {
            None => json!(self.number()),
            Some((size, rest)) => {
                let size = size.as_u64().expect("a size");
                (0..size).map(|_| self.array(rest)).collect()
            }
        }
    }

    /// Numbers in the shape of a value.
    fn like(&mut self, value: &Json) -> Json {
        match value {
            Json::Array(entries) => entries.iter().map(|entry| self.like(entry)).collect(),
            _ => json!(self.number()),
        }
    }
}

/// `x + t·v` of numbers in lists.
fn along(x: &Json, t: f64, v: &Json) -> Json {
    match (x, v) {
        (Json::Array(x), Json::Array(v)) => x.iter().zip(v).map(|(x, v)| along(x, t, v)).collect(),
        _ => json!(number(x) + t * number(v)),
    }
}

fn product(x: &Json, y: &Json) -> f64 {
    match (x, y) {
        (Json::Array(x), Json::Array(y)) => {
            assert_eq!(x.len(), y.len());
            x.iter().zip(y).map(|(x, y)| product(x, y)).sum()
        }
        _ => number(x) * number(y),
    }
}

fn number(value: &Json) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

/// Calls the driver on an example, with its compiled code kept in a folder.
fn call(folder: &Path, command: &[&str], inputs: &Json) -> Json {
    let file = folder.join("inputs.json");
    fs::write(&file, inputs.to_string()).expect("it can be written");
    let mut driver = driver();
    driver
        .args(command)
        .arg("--json")
        .arg(format!("--cache={}", folder.join("cache").display()));
    driver.arg("--inputs").arg(format!("@{}", file.display()));
    let answer = Answer::of(&driver.output().expect("the driver runs"));
    serde_json::from_str(&answer.success()).expect("JSON")
}

fn check(file: &str, line: &str) {
    let check: Json = serde_json::from_str(line).expect(line);
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let entry = check["entry"].as_str().expect("an entry");
    let mut noise = Noise(7);
    let inputs = check["inputs"].as_array().expect("inputs").iter();
    let inputs = inputs.map(|input| match input.get("noise").and_then(Json::as_array) {
        Some(shape) => noise.array(shape),
        None => input.clone(),
    });
    let inputs: Vec<Json> = inputs.collect();
    let wrt: Vec<usize> = match check.get("wrt").and_then(Json::as_array) {
        Some(wrt) => wrt.iter().map(|index| number(index) as usize).collect(),
        None => (0..inputs.len()).collect(),
    };
    let direction: Vec<Json> = wrt
        .iter()
        .map(|&index| noise.like(&inputs[index]))
        .collect();
    let list: Vec<_> = wrt.iter().map(usize::to_string).collect();
    let list = list.join(",");
    let with_inputs = Json::from(inputs.clone());

    let found = call(
        folder,
        &["grad", file, "--entry", entry, "--wrt", &list],
        &with_inputs,
    );
    let gradients = found["gradients"].as_array().expect("gradients");
    let slope: f64 = gradients
        .iter()
        .zip(&direction)
        .map(|(g, v)| product(g, v))
        .sum();

    let tangents = folder.join("tangents.json");
    fs::write(&tangents, Json::from(direction.clone()).to_string()).expect("it can be written");
    let tangents = format!("@{}", tangents.display());
    let jvp = [
        "jvp",
        file,
        "--entry",
        entry,
        "--wrt",
        &list,
        "--tangents",
        &tangents,
    ];
    let forward = number(&call(folder, &jvp, &with_inputs)["tangents"][0]);

    let step = check.get("step").map_or(1e-5, number);
    let value = |t: f64| {
        let mut moved = inputs.clone();
        for (&index, v) in wrt.iter().zip(&direction) {
            moved[index] = along(&inputs[index], t, v);
        }
        number(&call(folder, &["run", file, "--entry", entry], &Json::from(moved))["results"][0])
    };
    let difference = (value(step) - value(-step)) / (2.0 * step);

    let tolerance = check.get("tolerance").map_or(1e-7, number);
    let size = slope.abs().max(1.0);
    let (modes, differences) = (
        (slope - forward).abs() / size,
        (slope - difference).abs() / size,
    );
    assert!(slope != 0.0, "{file}: the gradient is zero");
    assert!(
        differences <= tolerance,
        "{file}: {slope} in reverse, {difference} by differences"
    );
    assert!(
        modes <= tolerance * 1e-2,
        "{file}: {slope} in reverse, {forward} forward"
    );
}

#[test]
fn gradients_of_examples_are_those_of_differences() {
    let of = |file: String| {
        let lines = directives(&file, "CHECK-GRADIENT");
        lines.into_iter().map(move |line| (file.clone(), line))
    };
    let checks: Vec<_> = mlir_files("examples").into_iter().flat_map(of).collect();
    assert!(checks.len() >= 8, "{}", checks.len());
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((file, line)) = checks.get(next.fetch_add(1, Ordering::Relaxed)) {
            check(file, line);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
}
