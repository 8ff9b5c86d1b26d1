//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use pullback_codegen::FpMode;
use pullback_db::{Emit, Mode};
use std::{
    convert::Infallible,
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
};

/// Derivatives of functional programs in MLIR: run them, print them, compile them.
#[derive(Debug, Parser)]
#[command(name = "pullback", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Call a function
    Run(Run),
    /// Call a function together with its gradient
    Grad(Grad),
    /// Call a function and pull cotangents of its results back to its arguments
    Vjp(Vjp),
    /// Call a function and push tangents of its arguments forward to its results
    Jvp(Jvp),
    /// Call a function with its gradient, and multiply tangents of its arguments by its Hessian
    Hvp(Hvp),
    /// Call a function together with the derivatives of all results by all arguments
    Jacobian(Jacobian),
    /// Call a function with its gradient and all second derivatives
    Hessian(Hessian),
    /// Call a function and its gradient again whenever its file is saved, and compile only what changed
    Watch(Watch),
    /// Say what a function's results depend on, what cuts its derivatives, and what reverse mode keeps
    Explain(Explain),
    /// Train the parameters of a program on a data set, by gradient descent
    Train(Train),
    /// Compile functions to a file: object and C header, assembly, PTX, LLVM IR, MLIR
    Build(Build),
    /// Show what happens to an example, from its text to its gradient, and train a network
    Demo,
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// The function that a command is about.
#[derive(Args, Debug)]
pub struct Call {
    /// The program; - is standard input
    pub file: PathBuf,
    /// The function
    #[arg(long, value_name = "NAME", value_parser = symbol)]
    pub entry: String,
    /// The arguments as JSON, one entry each: [1.5, true, [2, 3], "@x.npy"]; or @FILE of JSON; or @FILE.npz with an array for each name
    #[arg(long, value_name = "JSON|@FILE", required_unless_present_any = ["emit", "tape_report"])]
    pub inputs: Option<String>,
    /// Print the answer as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the answer to a file instead: .npz, .npy if it is one array, or .json
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Print the optimised program instead of running it
    #[arg(long, value_name = "FORM")]
    pub emit: Option<TextForm>,
    /// Keep at most N states of each loop for the reverse sweep, and run trips again from these
    #[arg(long, value_name = "N")]
    pub checkpoint: Option<NonZeroU32>,
    /// Say what is kept for the reverse sweep, why, and how many bytes, instead of running it
    #[arg(long, conflicts_with = "emit")]
    pub tape_report: bool,
    /// Where a result is a NaN or an infinity, name the operation whose derivative gave the first one
    #[arg(long)]
    pub check_nan: bool,
    /// The most memory for recursion: 512M, 8G [default: 4G, or a quarter of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub stack: Option<usize>,
    /// The most memory for data and tapes: 512M, 8G [default: half of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    pub memory: Option<usize>,
    /// Say which parts of the compilation ran, and which change made each run: on standard error, or as a graph in FILE
    #[arg(long, value_name = "text|dot:FILE|svg:FILE", num_args = 0..=1, require_equals = true, default_missing_value = "text", value_parser = why)]
    pub why_rebuilt: Option<WhyForm>,
    /// The threads that compile [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// What to do with the code.
    #[command(flatten)]
    pub code: Code,
    /// Whether to keep it.
    #[command(flatten)]
    pub caching: Caching,
}

impl Call {
    /// Whether the program is shown, and does not run.
    pub fn prints_code(&self) -> bool {
        self.emit.is_some() || self.tape_report
    }
}

/// How to say why something was rebuilt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyForm {
    /// Lines on standard error.
    Text,
    /// A graph in Graphviz's language, in a file.
    Dot(PathBuf),
    /// The same as a picture.
    Svg(PathBuf),
}

/// `text`, `dot:FILE` or `svg:FILE`.
fn why(text: &str) -> Result<WhyForm, String> {
    match text.split_once(':') {
        Some(("dot", path)) if !path.is_empty() => Ok(WhyForm::Dot(path.into())),
        Some(("svg", path)) if !path.is_empty() => Ok(WhyForm::Svg(path.into())),
        None if text == "text" => Ok(WhyForm::Text),
        _ => Err(format!(
            "{text:?} is no form; write text, dot:FILE or svg:FILE"
        )),
    }
}

/// How to make code.
#[derive(Args, Debug)]
pub struct Code {
    /// The freedom of the compiler with floats
    #[arg(long, value_enum, default_value_t = Fp::Contract)]
    pub fp: Fp,
    /// The machine of what is emitted: host, x86-64, x86-64-v2, -v3, -v4 [default: host]
    #[arg(long, value_name = "NAME", requires = "emit")]
    pub target: Option<String>,
    /// The GPU of PTX [default: sm_80]
    #[arg(long, value_name = "NAME", requires = "emit")]
    pub chip: Option<String>,
}

/// Where compiled code is kept for the next time.
#[derive(Args, Debug)]
pub struct Caching {
    /// Keep what is compiled, and take what is there: in DIR, in $PULLBACK_CACHE, or in the user's cache folder
    /// [default: on if $PULLBACK_CACHE is set]
    #[arg(long, value_name = "DIR", num_args = 0..=1, require_equals = true)]
    pub cache: Option<Option<PathBuf>>,
    /// Use no cache, also where $PULLBACK_CACHE names one
    #[arg(long, conflicts_with = "cache")]
    pub no_cache: bool,
    /// Compile also what the cache holds, and compare
    #[arg(long, conflicts_with = "no_cache")]
    pub cache_verify: bool,
}

/// A function's name, which may be written as in MLIR, with an `@`.
fn symbol(text: &str) -> Result<String, Infallible> {
    Ok(text.strip_prefix('@').unwrap_or(text).to_owned())
}

/// A number of bytes, with a unit or without.
pub fn size(text: &str) -> Result<usize, String> {
    let wrong = || format!("{text:?} is no size; write a number of bytes, as 8G, 512M or 64K");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let shift = match &text[digits.len()..] {
        "" | "B" => 0,
        "K" | "KiB" => 10,
        "M" | "MiB" => 20,
        "G" | "GiB" => 30,
        "T" | "TiB" => 40,
        _ => return Err(wrong()),
    };
    let count: usize = digits.parse().map_err(|_| wrong())?;
    count
        .checked_mul(1 << shift)
        .filter(|&bytes| bytes > 0)
        .ok_or_else(wrong)
}

/// `pullback run`.
#[derive(Args, Debug)]
pub struct Run {
    /// The function.
    #[command(flatten)]
    pub call: Call,
}

/// `pullback grad`.
#[derive(Args, Debug)]
pub struct Grad {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
    /// The direction of differentiation
    #[arg(long, value_enum, default_value_t = Direction::Reverse)]
    pub mode: Direction,
    /// How often to differentiate; above 1 by one float argument
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=MAX_ORDER))]
    pub order: u32,
}

/// Each order is a round of differentiation, and programs grow with it.
const MAX_ORDER: i64 = 16;

/// `pullback vjp`.
#[derive(Args, Debug)]
pub struct Vjp {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The cotangents as JSON, one entry for each result that holds floats, or @FILE, or @FILE.npz
    #[arg(long, value_name = "JSON|@FILE", required_unless_present_any = ["emit", "tape_report"])]
    pub cotangents: Option<String>,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
}

/// `pullback jvp`.
#[derive(Args, Debug)]
pub struct Jvp {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The tangents as JSON, one entry for each argument that is differentiated by, or @FILE, or @FILE.npz
    #[arg(long, value_name = "JSON|@FILE", required_unless_present_any = ["emit", "tape_report"])]
    pub tangents: Option<String>,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
}

/// `pullback hvp`.
#[derive(Args, Debug)]
pub struct Hvp {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The tangents as JSON, one entry for each argument that is differentiated by, or @FILE, or @FILE.npz
    #[arg(long, value_name = "JSON|@FILE", required_unless_present_any = ["emit", "tape_report"])]
    pub tangents: Option<String>,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
}

/// `pullback jacobian`.
#[derive(Args, Debug)]
pub struct Jacobian {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
    /// A sweep for each float of the results, or of the arguments [default: whichever are fewer]
    #[arg(long, value_enum)]
    pub mode: Option<Direction>,
}

/// `pullback hessian`.
#[derive(Args, Debug)]
pub struct Hessian {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
}

/// `pullback explain`.
#[derive(Args, Debug)]
pub struct Explain {
    /// The program; - is standard input
    pub file: PathBuf,
    /// The function
    #[arg(long, value_name = "NAME", value_parser = symbol)]
    pub entry: String,
}

/// `pullback watch`.
#[derive(Args, Debug)]
pub struct Watch {
    /// The function.
    #[command(flatten)]
    pub call: Call,
    /// The arguments to differentiate by, counted from 0 [default: all that hold floats]
    #[arg(long, value_name = "N,..", value_delimiter = ',')]
    pub wrt: Option<Vec<usize>>,
    /// The direction of differentiation
    #[arg(long, value_enum, default_value_t = Direction::Reverse)]
    pub mode: Direction,
}

/// `pullback train`.
#[derive(Args, Debug)]
pub struct Train {
    /// The program; - is standard input
    pub file: PathBuf,
    /// The data: a table as .csv, a row a line, or arrays as .npz
    #[arg(long, value_name = "FILE")]
    pub data: String,
    /// The column of a table with the labels, by its name or its number from 0 [default: the last]
    #[arg(long, value_name = "COLUMN")]
    pub label: Option<String>,
    /// The function to minimise: parameters, then rows of data, to the mean loss of the rows
    #[arg(long, value_name = "NAME", value_parser = symbol, default_value = "loss")]
    pub loss: String,
    /// The function from parameters and rows to scores or classes [default: predict, if there is one]
    #[arg(long, value_name = "NAME", value_parser = symbol)]
    pub predict: Option<String>,
    /// The function from noise, or nothing, to the parameters to start with [default: init, if there is one]
    #[arg(long, value_name = "NAME", value_parser = symbol)]
    pub init: Option<String>,
    /// The parameters to start with, as JSON, @FILE or @FILE.npz
    #[arg(long, value_name = "JSON|@FILE", conflicts_with = "init")]
    pub params: Option<String>,
    /// How the parameters follow the gradient
    #[arg(long, value_enum, default_value_t = Method::Adam)]
    pub optimizer: Method,
    /// The size of a step [default: 0.01 for adam, 0.1 for sgd]
    #[arg(long, value_parser = positive)]
    pub rate: Option<f64>,
    /// The part of its velocity that sgd keeps from step to step
    #[arg(long, default_value_t = 0.0, value_parser = part)]
    pub momentum: f64,
    /// How many rows a step takes
    #[arg(long, value_name = "N", default_value = "32")]
    pub batch: NonZeroUsize,
    /// How often all rows are gone through
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub epochs: usize,
    /// The part of the rows that is kept for the test
    #[arg(long, value_name = "PART", default_value_t = 0.2, value_parser = part)]
    pub test: f64,
    /// Where random numbers start: the split, the noise, the order of the rows
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Print a line of JSON for each epoch
    #[arg(long)]
    pub json: bool,
    /// Write the parameters to a file: .npz, .npy if it is one array, or .json
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The freedom of the compiler with floats
    #[arg(long, value_enum, default_value_t = Fp::Contract)]
    pub fp: Fp,
    /// Whether to keep the code.
    #[command(flatten)]
    pub caching: Caching,
}

/// How parameters follow a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Against the gradient, with momentum
    Sgd,
    /// By moments of earlier gradients
    Adam,
}

/// A number above zero.
fn positive(text: &str) -> Result<f64, String> {
    let number = text
        .parse()
        .ok()
        .filter(|&number: &f64| number > 0.0 && number.is_finite());
    number.ok_or_else(|| format!("{text:?} is no number above zero"))
}

/// A number from 0 to 1, without 1.
fn part(text: &str) -> Result<f64, String> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (0.0..1.0).contains(number));
    number.ok_or_else(|| format!("{text:?} is no number from 0 to 1, without 1"))
}

/// `pullback build`.
#[derive(Args, Debug)]
pub struct Build {
    /// The program; - is standard input
    pub file: PathBuf,
    /// What to make
    #[arg(long, value_name = "FORM")]
    pub emit: Form,
    /// A function that others can call; may be given again [default: all that numbers can be passed to]
    #[arg(long, value_name = "NAME", value_parser = symbol)]
    pub entry: Vec<String>,
    /// The output [default: standard output; an object goes beside the program, with its C header]
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// What to do with the code.
    #[command(flatten)]
    pub code: Code,
    /// Whether to keep it.
    #[command(flatten)]
    pub caching: Caching,
}

/// A program as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextForm {
    /// MLIR after differentiation and simplification
    Mlir,
    /// LLVM IR after LLVM's optimiser
    LlvmIr,
    /// Assembly
    Asm,
    /// NVIDIA's assembly
    Ptx,
}

/// A program as text or machine code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// MLIR after differentiation and simplification
    Mlir,
    /// LLVM IR after LLVM's optimiser
    LlvmIr,
    /// Assembly
    Asm,
    /// An object file, and a C header beside it
    Obj,
    /// NVIDIA's assembly
    Ptx,
}

/// The direction of differentiation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Direction {
    /// Back from the result to all arguments
    Reverse,
    /// Forward, once for each float of the arguments
    Forward,
}

/// The freedom of the compiler with floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Fp {
    /// Every operation is rounded as it is written
    Strict,
    /// A product and a sum may be rounded once
    Contract,
    /// Sums may be reordered, and functions be approximated
    Fast,
}

impl TextForm {
    /// What the compiler makes; `None` is MLIR, which is printed before.
    pub fn emit(self) -> Option<Emit> {
        match self {
            Self::Mlir => None,
            Self::LlvmIr => Some(Emit::LlvmIr),
            Self::Asm => Some(Emit::Assembly),
            Self::Ptx => Some(Emit::Ptx),
        }
    }
}

impl Form {
    /// What the compiler makes; `None` is MLIR, which is printed before.
    pub fn emit(self) -> Option<Emit> {
        match self {
            Self::Mlir => None,
            Self::LlvmIr => Some(Emit::LlvmIr),
            Self::Asm => Some(Emit::Assembly),
            Self::Obj => Some(Emit::Object),
            Self::Ptx => Some(Emit::Ptx),
        }
    }
}

impl From<Direction> for Mode {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Reverse => Self::Reverse,
            Direction::Forward => Self::Forward,
        }
    }
}

impl From<Fp> for FpMode {
    fn from(fp: Fp) -> Self {
        match fp {
            Fp::Strict => Self::Strict,
            Fp::Contract => Self::Contract,
            Fp::Fast => Self::Fast,
        }
    }
}
