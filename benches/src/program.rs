//! What is compared, and at which points.

use crate::Result;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A function whose gradient both sides compute.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The name of its files, without extensions.
    pub name: &'static str,
    /// Where each argument is drawn from.
    pub ranges: &'static [(f64, f64)],
}

const fn program(name: &'static str, ranges: &'static [(f64, f64)]) -> Program {
    Program { name, ranges }
}

/// A call that computes nothing, only for C: what the others cannot be faster than.
pub const EMPTY: Program = program("empty", &[(0.0, 1.0)]);

const ANY: (f64, f64) = (-2.0, 2.0);
const POSITIVE: (f64, f64) = (0.5, 2.0);

/// The programs; ranges with both signs make branches on a sign hard to predict.
pub const PROGRAMS: &[Program] = &[
    program("cube", &[ANY]),
    program("determinant-3x3", &[ANY; 9]),
    program("gaussian-log-density", &[ANY, ANY, POSITIVE]),
    program("gelu", &[ANY]),
    program("horner-arguments", &[ANY; 7]),
    program("huber", &[ANY, POSITIVE]),
    program("hypot", &[ANY; 2]),
    program("lennard-jones", &[POSITIVE; 3]),
    program("log-sum-exp", &[ANY; 3]),
    program("logistic-loss", &[ANY; 4]),
    program("norm", &[ANY; 3]),
    program("relu-if", &[ANY]),
    program("rosenbrock", &[ANY; 2]),
    program("sigmoid", &[ANY]),
    program("softplus", &[ANY]),
    program("tanh", &[ANY]),
    program("x-to-the-x", &[POSITIVE]),
];

impl Program {
    /// The MLIR text of the primal and, as `@grad`, of the gradient that its `GRAD` line asks for.
    pub fn source(&self) -> Result<String> {
        let file = format!("{}.mlir", self.name);
        let folder = root().join("tests/closed-form");
        let path = find(&folder, &file)
            .ok_or_else(|| format!("there is no {file} below {}", folder.display()))?;
        let text = read(&path)?;
        let wrt = text
            .lines()
            .find_map(|line| line.strip_prefix("// GRAD: wrt = "))
            .ok_or_else(|| format!("{file} has no line `// GRAD: wrt = [...]`"))?;
        Ok(format!("{text}\n{}", gradient(self.ranges.len(), wrt)))
    }

    /// The path of its gradient in C.
    pub fn c_path(&self) -> PathBuf {
        root().join("benches/c").join(self.name).with_extension("c")
    }

    /// So many points of its ranges, the same ones in every run.
    pub fn points(&self, count: usize) -> Points {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let ranges = self.ranges.iter().cycle().take(count * self.ranges.len());
        let slots = ranges.map(|&(low, high)| (low + (high - low) * random.next()).to_bits());
        Points {
            slots: slots.collect(),
            arguments: self.ranges.len(),
        }
    }
}

/// `@grad` of an `@f` with so many arguments of type `f64`.
fn gradient(arguments: usize, wrt: &str) -> String {
    let list = |item: &dyn Fn(usize) -> String| {
        let items: Vec<_> = (0..arguments).map(item).collect();
        items.join(", ")
    };
    let types = list(&|_| "f64".into());
    let gradients = vec!["f64"; wrt.split(',').count()].join(", ");
    format!(
        "func.func @grad({parameters}) -> ({gradients}) {{
  %f = functional.ref @f : !functional.fn<({types}) -> f64>
  %g = functional.grad %f wrt {wrt} : !functional.fn<({types}) -> f64>
  %r:{count} = functional.apply %g({names}) : !functional.fn<({types}) -> ({gradients})>
  return {results} : {gradients}
}}
",
        parameters = list(&|index| format!("%a{index}: f64")),
        names = list(&|index| format!("%a{index}")),
        count = wrt.split(',').count(),
        results = (0..wrt.split(',').count())
            .map(|index| format!("%r#{index}"))
            .collect::<Vec<_>>()
            .join(", "),
    )
}

/// Arguments, as the slots of [`pullback_codegen::EntryFn::call`].
#[derive(Clone, Debug)]
pub struct Points {
    slots: Vec<u64>,
    arguments: usize,
}

impl Points {
    /// The arguments, a slice for each point.
    pub fn iter(&self) -> impl Iterator<Item = &[u64]> {
        self.slots.chunks_exact(self.arguments)
    }
}

/// Vigna's xorshift64*: the points need to be spread, not unpredictable.
struct Random(u64);

impl Random {
    /// In `0..1`.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11;
        bits as f64 / (1u64 << 53) as f64
    }
}

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

/// The file of a name in a folder or below it.
fn find(folder: &Path, file: &str) -> Option<PathBuf> {
    let here = folder.join(file);
    if here.is_file() {
        return Some(here);
    }
    let mut folders: Vec<_> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders.iter().find_map(|folder| find(folder, file))
}
