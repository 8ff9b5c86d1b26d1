//! What is timed: a program, compiled for the data of a workload.

use super::{
    arrays::Arrays,
    data::Data,
    sizes::{resized, sizes_of},
    sweep::Sweep,
};
use crate::Result;
use pullback_codegen::{EntryFn, Jit, Part, guarded};
use pullback_db::{Database, Derivative, FpMode, Mode, Request};
use std::hint::black_box;

/// The workloads' names.
pub const WORKLOADS: &[&str] = &[
    "lotka_rk4_1e4",
    "mandel_while_1000",
    "tree_sin_d8",
    "tree_sin_d10",
    "tree_sin_d15",
    "gmm_d10_k25_n1000",
    "gmm_d20_k50_n1000",
    "ba_n49_m7776_p31843",
    "lstm_l2_c1024",
    "newton_sqrt_1e5",
    "rnn_h128_t200",
    "cnn_b32",
    "treenet_256",
    "mlp_784_512_512_10",
    "transformer_d256",
    "softmax_ce_1024x4096",
    "chain_1e7",
    "hvp_gmm_d10_k25",
    "hvp_mlp",
    "hess_rosenbrock_n100",
];

const LOTKA: &str = include_str!("../../peers/lotka.mlir");
const MANDEL: &str = include_str!("../../peers/mandel.mlir");
const TREE: &str = include_str!("../../peers/tree.mlir");

/// Programs over arrays: how the workload's name begins, and the files of the program, one behind the other. What is timed of one
/// is `@f` and its gradient by the first arguments, or, if it has these functions, `@primal` and `@gradient`.
const PROGRAMS: &[(&str, &[&str])] = &[
    ("gmm_", &[include_str!("../../peers/gmm.mlir")]),
    (
        "hvp_gmm",
        &[
            include_str!("../../peers/gmm.mlir"),
            include_str!("../../peers/hvp_gmm.mlir"),
        ],
    ),
    ("ba_", &[include_str!("../../peers/ba.mlir")]),
    ("lstm_", &[include_str!("../../peers/lstm.mlir")]),
    ("newton_", &[include_str!("../../peers/newton.mlir")]),
    ("rnn_", &[include_str!("../../peers/rnn.mlir")]),
    ("cnn_", &[include_str!("../../peers/cnn.mlir")]),
    ("treenet_", &[include_str!("../../peers/treenet.mlir")]),
    ("mlp_", &[include_str!("../../peers/mlp.mlir")]),
    (
        "hvp_mlp",
        &[
            include_str!("../../peers/mlp.mlir"),
            include_str!("../../peers/hvp_mlp.mlir"),
        ],
    ),
    (
        "transformer_",
        &[include_str!("../../peers/transformer.mlir")],
    ),
    (
        "softmax_ce_",
        &[include_str!("../../peers/softmax_ce.mlir")],
    ),
    ("chain_", &[include_str!("../../peers/chain.mlir")]),
    (
        "hess_rosenbrock_",
        &[include_str!("../../peers/rosenbrock.mlir")],
    ),
];

/// The program of a workload over arrays.
pub fn array_program(workload: &str) -> Option<String> {
    let mut programs = PROGRAMS.iter();
    let (_, files) = programs.find(|(name, _)| workload.starts_with(name))?;
    Some(files.concat())
}

/// A workload, ready to be called.
#[derive(Debug)]
pub struct Compiled {
    primal: Entry,
    gradient: Entry,
    arguments: Arguments,
    inputs: usize,
}

/// A function of a JIT of its own: the primal and the gradient share what they call.
#[derive(Debug)]
pub(super) struct Entry {
    jit: Jit,
    name: String,
}

#[derive(Debug)]
enum Arguments {
    /// Numbers: a call for each point.
    Points(Vec<Vec<u64>>),
    /// Arrays: one call.
    Arrays(Arrays),
}

impl Entry {
    pub(super) fn function(&self) -> Result<EntryFn<'_>> {
        self.jit.function(&self.name).map_err(text)
    }
}

impl Compiled {
    /// Compiles a workload for its data.
    pub fn new(workload: &str, data: &Data, fp: FpMode) -> Result<Self> {
        match array_program(workload) {
            Some(source) => Self::of_source(workload, &source, data, fp),
            None => Self::scalar(workload, data, fp),
        }
    }

    /// Compiles a program over arrays for the sizes of its data.
    pub fn of_source(name: &str, source: &str, data: &Data, fp: FpMode) -> Result<Self> {
        let source = resized(source, &sizes_of(source, data)?);
        let inputs = data.inputs.len();
        let of_its_own = source.contains("func.func @gradient(");
        let compile = |entry, derivative| compile(name, &source, fp, entry, derivative);
        let (primal, gradient) = if of_its_own {
            (
                compile("primal", Derivative::None)?,
                compile("gradient", Derivative::None)?,
            )
        } else {
            (
                compile("f", Derivative::None)?,
                compile("f", gradient(inputs))?,
            )
        };
        Ok(Self {
            primal,
            gradient,
            arguments: Arguments::Arrays(Arrays::new(data)?),
            inputs,
        })
    }

    fn scalar(workload: &str, data: &Data, fp: FpMode) -> Result<Self> {
        let (source, depth) = scalar_program(workload)?;
        let inputs = data.inputs.len();
        let compile = |derivative| compile(workload, source, fp, "f", derivative);
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
            gradient: compile(gradient(inputs))?,
            arguments: Arguments::Points((0..count).map(point).collect()),
            inputs,
        })
    }

    /// The function itself.
    pub fn primal(&self) -> Result<Run<'_>> {
        self.run(&self.primal, 1)
    }

    /// The function and its gradient.
    pub fn gradient(&self) -> Result<Run<'_>> {
        self.run(&self.gradient, 1 + self.inputs)
    }

    fn run<'c>(&'c self, entry: &'c Entry, count: usize) -> Result<Run<'c>> {
        Ok(match &self.arguments {
            Arguments::Points(points) => Run::Points(Sweep::new(points, entry, count)?),
            Arguments::Arrays(arrays) => Run::Arrays(arrays, entry.function()?),
        })
    }
}

fn gradient(inputs: usize) -> Derivative {
    Derivative::Grad {
        wrt: Some((0..inputs).collect()),
        mode: Mode::Reverse,
        order: 1,
    }
}

fn compile(
    workload: &str,
    source: &str,
    fp: FpMode,
    entry: &str,
    derivative: Derivative,
) -> Result<Entry> {
    let mut db = Database::new();
    let file = db.set_file(workload, source);
    let request = Request {
        fp,
        ..Request::new(file, entry, derivative)
    };
    let image = db
        .image(&request)
        .map_err(|error| format!("{workload}: {}", error.render(source)))?;
    let jit = Jit::new().map_err(text)?;
    for object in &image.objects {
        jit.add_object(object).map_err(text)?;
    }
    let name = image.entry;
    Ok(Entry { jit, name })
}

/// The program of a workload of numbers, and the integer that it takes after the floats.
fn scalar_program(workload: &str) -> Result<(&'static str, Option<u64>)> {
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

/// Calls of a function of a workload.
#[derive(Debug)]
pub enum Run<'c> {
    /// One for each point.
    Points(Sweep<'c>),
    /// One, with arrays.
    Arrays(&'c Arrays, EntryFn<'c>),
}

impl Run<'_> {
    /// Runs so often.
    #[inline(never)]
    pub fn run(&mut self, times: usize) -> Result<()> {
        let body = || match self {
            Self::Points(sweep) => (0..times).try_for_each(|_| sweep.once()),
            Self::Arrays(arrays, entry) => {
                let parts = arrays.parts(entry.entry())?;
                for _ in 0..times {
                    entry
                        .call_parts(&parts, |results: &[Part<'_>]| {
                            black_box(results);
                        })
                        .map_err(text)?;
                }
                Ok(())
            }
        };
        guarded(None, body).map_err(text)?
    }

    /// The largest error of a result, relative to the greatest entry of its reference.
    pub fn error(&mut self, data: &Data) -> Result<f64> {
        let results = self.results()?;
        Ok(largest_error(&results, data))
    }

    /// The results, each as doubles.
    pub fn results(&mut self) -> Result<Vec<Vec<f64>>> {
        let body = || match self {
            Self::Points(sweep) => {
                sweep.once()?;
                Ok(sweep.results().to_vec())
            }
            Self::Arrays(arrays, entry) => {
                let parts = arrays.parts(entry.entry())?;
                let results: Option<_> = entry
                    .call_parts(&parts, |results: &[Part<'_>]| {
                        results.iter().map(super::arrays::doubles).collect()
                    })
                    .map_err(text)?;
                results.ok_or_else(|| "a result is no float".to_owned())
            }
        };
        guarded(None, body).map_err(text)?
    }
}

fn largest_error(results: &[Vec<f64>], data: &Data) -> f64 {
    if results.len() != data.references.len() {
        return f64::INFINITY;
    }
    let pairs = results.iter().zip(&data.references);
    let errors = pairs.map(|(found, reference)| {
        if found.len() != reference.values.len() || found.iter().any(|value| !value.is_finite()) {
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
    });
    errors.fold(0.0, f64::max)
}

pub(super) fn text(error: impl ToString) -> String {
    error.to_string()
}
