//! What is timed: a program, and how often it is called with what.

use super::data::Data;
use crate::Result;
use pullback_codegen::{EntryFn, Jit, guarded};
use pullback_db::{Database, Derivative, FpMode, Mode, Request};
use std::hint::black_box;

/// The workloads' names.
pub const WORKLOADS: &[&str] = &[
    "lotka_rk4_1e4",
    "mandel_while_1000",
    "tree_sin_d8",
    "tree_sin_d10",
    "tree_sin_d15",
];

const LOTKA: &str = include_str!("../../peers/lotka.mlir");
const MANDEL: &str = include_str!("../../peers/mandel.mlir");
const TREE: &str = include_str!("../../peers/tree.mlir");

/// A workload, ready to be called.
#[derive(Debug)]
pub struct Compiled {
    primal: Entry,
    gradient: Entry,
    points: Vec<Vec<u64>>,
    inputs: usize,
}

/// A function of a JIT of its own: the primal and the gradient share what they call.
#[derive(Debug)]
struct Entry {
    jit: Jit,
    name: String,
}

impl Compiled {
    /// Compiles a workload for its data.
    pub fn new(workload: &str, data: &Data, fp: FpMode) -> Result<Self> {
        let (source, depth) = program(workload)?;
        let mut db = Database::new();
        let file = db.set_file(workload, source);
        let inputs = data.inputs.len();
        let gradient = Derivative::Grad {
            wrt: Some((0..inputs).collect()),
            mode: Mode::Reverse,
            order: 1,
        };
        let compile = |derivative| {
            let request = Request {
                fp,
                ..Request::new(file, "f", derivative)
            };
            let image = db
                .image(&request)
                .map_err(|error| format!("{workload}: {}", error.render(source)))?;
            let jit = Jit::new().map_err(text)?;
            for object in &image.objects {
                jit.add_object(object).map_err(text)?;
            }
            let name = image.entry;
            Ok::<_, String>(Entry { jit, name })
        };
        let count = data.inputs.first().map_or(0, |input| input.values.len());
        if data.inputs.iter().any(|input| input.values.len() != count) {
            return Err(format!("{workload}: its inputs have different lengths"));
        }
        let point = |index: usize| {
            let floats = data
                .inputs
                .iter()
                .map(|input| input.values[index].to_bits());
            floats.chain(depth).collect()
        };
        Ok(Self {
            primal: compile(Derivative::None)?,
            gradient: compile(gradient)?,
            points: (0..count).map(point).collect(),
            inputs,
        })
    }

    /// The function itself, for all points.
    pub fn primal(&self) -> Result<Sweep<'_>> {
        Sweep::new(self, &self.primal, 1)
    }

    /// The function and its gradient, for all points.
    pub fn gradient(&self) -> Result<Sweep<'_>> {
        Sweep::new(self, &self.gradient, 1 + self.inputs)
    }
}

/// The program of a workload, and the integer that it takes after the floats.
fn program(workload: &str) -> Result<(&'static str, Option<u64>)> {
    match (
        workload,
        workload.strip_prefix("tree_sin_d").map(str::parse),
    ) {
        ("lotka_rk4_1e4", _) => Ok((LOTKA, None)),
        ("mandel_while_1000", _) => Ok((MANDEL, None)),
        (_, Some(Ok(depth))) => Ok((TREE, Some(depth))),
        _ => Err(format!(
            "there is no workload {workload}; there are {}",
            WORKLOADS.join(", ")
        )),
    }
}

/// Calls for all points, and their results: the sum of the values, then an array an input.
#[derive(Debug)]
pub struct Sweep<'jit> {
    entry: EntryFn<'jit>,
    points: &'jit [Vec<u64>],
    slots: Vec<u64>,
    results: Vec<Vec<f64>>,
}

impl<'jit> Sweep<'jit> {
    fn new(compiled: &'jit Compiled, entry: &'jit Entry, count: usize) -> Result<Self> {
        let entry = entry.jit.function(&entry.name).map_err(text)?;
        let points = &compiled.points;
        let mut results = vec![vec![0.0; points.len()]; count];
        results[0].truncate(1);
        Ok(Self {
            entry,
            points,
            slots: vec![0; count],
            results,
        })
    }

    /// Runs so often.
    #[inline(never)]
    pub fn run(&mut self, times: usize) -> Result<()> {
        let body = || {
            for _ in 0..times {
                self.once()?;
                black_box(&mut self.results);
            }
            Ok(())
        };
        guarded(None, body).map_err(text)?
    }

    fn once(&mut self) -> Result<()> {
        let mut sum = 0.0;
        for (index, point) in self.points.iter().enumerate() {
            self.entry.call(point, &mut self.slots).map_err(text)?;
            sum += f64::from_bits(self.slots[0]);
            for (result, slot) in self.results[1..].iter_mut().zip(&self.slots[1..]) {
                result[index] = f64::from_bits(*slot);
            }
        }
        self.results[0][0] = sum;
        Ok(())
    }

    /// The largest error of a result, relative to the greatest entry of its reference.
    pub fn error(&self, data: &Data) -> f64 {
        let pairs = self.results.iter().zip(&data.references);
        if self.results.len() != data.references.len() {
            return f64::INFINITY;
        }
        pairs
            .map(|(found, reference)| {
                if found.len() != reference.values.len()
                    || found.iter().any(|value| !value.is_finite())
                {
                    return f64::INFINITY;
                }
                let greatest = reference
                    .values
                    .iter()
                    .fold(0.0_f64, |greatest, value| greatest.max(value.abs()));
                let errors = found
                    .iter()
                    .zip(&reference.values)
                    .map(|(a, b)| (a - b).abs());
                errors.fold(0.0, f64::max) / greatest.max(f64::MIN_POSITIVE)
            })
            .fold(0.0, f64::max)
    }
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
