//! Programs compared with differences, in every mode and nesting, after each pass and compiled.

use crate::{
    compiled::Compiled,
    tally::{ENTRIES, Tally},
};
use pullback_codegen::OptLevel;
use pullback_ir::{Context, Module, WalkOrder, capture_diagnostics, with_deep_stack};
use pullback_pass::run_pipeline;
use pullback_testing::{
    Opt,
    interpret::{ErrorKind, Limits, Program, Value},
    number::{DoubleDouble, Number},
    passes,
    random::harness,
};

pub const OPT: Opt = Opt {
    register: pullback_passes::register,
    registry: pullback_passes::registry,
};

/// The passes that make a program first-order.
const TO_FIRST_ORDER: &str = "functional-differentiate,functional-simplify,functional-split-closures,\
    functional-defunctionalize,functional-simplify";

/// What is asked of a program, how many of the numbers of a point it takes, and how close numbers are that are computed in
/// different ways: first and second derivatives lose some of the digits.
const ASKED: [(&str, usize, f64); 7] = [
    ("f", 2, 1e-9),
    ("grad", 2, 1e-7),
    ("jvp", 4, 1e-7),
    ("fr", 4, 1e-5),
    ("rf", 4, 1e-5),
    ("rr", 4, 1e-5),
    ("ff", 4, 1e-5),
];

/// The results of one entry at one point; `None` where it has none there.
type Numbers = Option<Vec<f64>>;

#[derive(Debug)]
pub struct Failure {
    /// The check that failed, the same for the program and for what it is shrunk to.
    pub check: String,
    /// What was found.
    pub detail: String,
}

fn failure(check: impl Into<String>, detail: impl Into<String>) -> Failure {
    Failure {
        check: check.into(),
        detail: detail.into(),
    }
}

/// What is asked of programs, which have an `@f : (f64, f64) -> f64` each.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Derivatives up to this order, 2 at most.
    pub order: usize,
    /// Arguments and directions.
    pub points: &'a [[f64; 4]],
    /// Whether differences give the same derivatives: not where a program says what its derivatives are.
    pub differences: bool,
    /// How much work LLVM puts into the compiled code.
    pub level: OptLevel,
    /// How many derivative operators the programs hold themselves, where differences of differences would have too few
    /// digits. Then they are expanded first, and derivatives are compared with differences of what they expand to;
    /// that with differences of the source, up to first derivatives of one operator.
    pub operators: usize,
}

/// What is asked of the programs of a module.
struct Asked<'a> {
    programs: &'a [String],
    names: Vec<String>,
    question: Question<'a>,
}

impl Question<'_> {
    /// Checks programs as one module.
    pub fn check(self, programs: &[String]) -> Result<Tally, Failure> {
        self.check_with(programs, &|_, _| ())
    }

    /// With something done to the module after each pass, before it is compared.
    pub fn check_with(
        self,
        programs: &[String],
        change: &(dyn Fn(&str, &Module<'_>) + Sync),
    ) -> Result<Tally, Failure> {
        (OPT.register)();
        let prefix = |number| format!("p{number}_");
        let asked = Asked {
            programs,
            names: (0..programs.len()).map(prefix).collect(),
            question: self,
        };
        let texts = programs.iter().zip(&asked.names);
        let text: String = texts
            .map(|(text, name)| harness(text, name, self.order))
            .collect();
        let mut tally = Tally::default();
        tally.points[self.order] = programs.len() * self.points.len();
        let (lowered, expected) = with_deep_stack(|| asked.interpreted(&text, change, &mut tally))?;
        let entries: Vec<String> = asked
            .names
            .iter()
            .flat_map(|name| {
                let entries = &ASKED[..asked.entries()];
                entries
                    .iter()
                    .map(move |(entry, ..)| format!("{name}{entry}"))
            })
            .collect();
        let compiled = Compiled::new(&lowered, &entries, self.level)
            .map_err(|why| failure("compiled code", why))?;
        let run = |entry: &str, arguments: &[f64]| compiled.call(entry, arguments).map(Some);
        tally.compiled = sum(&asked.compare("compiled code", &expected, run)?);
        Ok(tally)
    }
}

impl Asked<'_> {
    fn entries(&self) -> usize {
        ENTRIES[self.question.order]
    }

    /// The program in the LLVM dialect, and what its entries give.
    fn interpreted(
        &self,
        text: &str,
        change: &(dyn Fn(&str, &Module<'_>) + Sync),
        tally: &mut Tally,
    ) -> Result<(String, Vec<Numbers>), Failure> {
        let context = Context::new(&pullback_passes::registry());
        let (module, diagnostics) =
            capture_diagnostics(&context, || Module::parse(&context, text, "random.mlir"));
        let mut module =
            module.map_err(|why| failure("the program", format!("{why}\n{diagnostics:?}")))?;
        let mut expected = self.by_differences(&Program::new(&module), self.question.operators)?;
        if self.question.operators > 0 {
            let text = self.expanded(&context)?;
            let expanded = Module::parse(&context, &text, "expanded.mlir")
                .map_err(|why| failure("the expanded program", why.to_string()))?;
            let source = expected;
            let program = Program::new(&expanded);
            expected = self.by_differences(&program, 0)?;
            let run =
                |entry: &str, arguments: &[f64]| call::<DoubleDouble>(&program, entry, arguments);
            self.compare("what the source expands to", &source, run)?;
        }
        // Loops collect what they carry as often as they can.
        let lowering = pullback_lower::TO_LLVM.replacen(
            "functional-lower-data",
            "functional-lower-data{collect-above=0}",
            1,
        );
        let (first, last) = (passes(TO_FIRST_ORDER), passes(&lowering));
        let mut is_readable = true;
        for (number, pass) in first.iter().chain(&last).enumerate() {
            let check = format!("`{pass}`");
            run_pipeline(&mut module, pass)
                .map_err(|why| failure(check.clone(), why.to_string()))?;
            change(pass, &module);
            // The interpreter knows no op of the `llvm` dialect, and no function of the C library.
            is_readable &= *pass != "convert-math-to-llvm{approximate-log1p=false}"
                && !(number >= first.len() && holds_llvm(&module));
            if !is_readable {
                continue;
            }
            let check = format!("after {check}");
            let program = Program::new(&module);
            let run = |entry: &str, arguments: &[f64]| call::<f64>(&program, entry, arguments);
            let compared = self.compare(&check, &expected, run)?;
            if number == 0 {
                tally.differences.copy_from_slice(&compared[..4]);
                // From here on by what the derivatives are, which is exact where differences have kinks.
                expected = self.all(run).map_err(|why| failure(check.clone(), why))?;
                tally.modes = self.modes_agree(&check, &expected)?;
            }
            tally.passes += sum(&compared);
        }
        Ok((module.to_string(), expected))
    }

    fn all(
        &self,
        run: impl Fn(&str, &[f64]) -> Result<Numbers, String>,
    ) -> Result<Vec<Numbers>, String> {
        let mut numbers = vec![];
        for name in &self.names {
            for point in self.question.points {
                for (entry, count, _) in &ASKED[..self.entries()] {
                    numbers.push(run(&format!("{name}{entry}"), &point[..*count])?);
                }
            }
        }
        Ok(numbers)
    }

    /// The programs, each without its operators but with functions that ask for its derivatives.
    fn expanded(&self, context: &Context) -> Result<String, Failure> {
        let mut text = String::new();
        for (program, name) in self.programs.iter().zip(&self.names) {
            let wrong = |why: String| failure("the program", why);
            let mut module = Module::parse(context, program, "random.mlir")
                .map_err(|why| wrong(why.to_string()))?;
            run_pipeline(&mut module, "functional-differentiate")
                .map_err(|why| wrong(why.to_string()))?;
            let ops = module.op().region(0).entry().ops().into_iter();
            let expanded: String = ops.map(|op| op.text() + "\n").collect();
            text += &harness(&expanded, name, self.question.order);
        }
        Ok(text)
    }

    /// Values and derivatives of programs with so many operators. Where differences show no derivative there are no
    /// numbers.
    fn by_differences(&self, program: &Program, operators: usize) -> Result<Vec<Numbers>, Failure> {
        self.all(|entry, arguments| {
            // The nestings of the second derivative are one to differences.
            let is_other_nesting = ["rf", "rr", "ff"].iter().any(|last| entry.ends_with(last));
            let is_value = !ASKED[1..].iter().any(|(name, ..)| entry.ends_with(name));
            if is_other_nesting || !(is_value || self.question.differences) {
                return Ok(None);
            }
            let is_second = entry.ends_with("fr");
            if operators > 1 && !is_value || operators == 1 && is_second {
                return Ok(None);
            }
            call::<DoubleDouble>(program, entry, arguments).or_else(|why| {
                // There are operators whose arguments it cannot move, and functions with a rule of their own.
                let known = ["the interpreter ", "what differences do not show"];
                match operators > 0 && known.iter().any(|known| why.contains(known)) {
                    true => Ok(None),
                    false => Err(why),
                }
            })
        })
        .map_err(|why| failure("the source", why))
    }

    /// Compares every entry at every point with what is expected of it: how often, by entry.
    fn compare(
        &self,
        check: &str,
        expected: &[Numbers],
        run: impl Fn(&str, &[f64]) -> Result<Numbers, String>,
    ) -> Result<[usize; ASKED.len()], Failure> {
        let mut compared = [0; ASKED.len()];
        for (number, expected) in expected.iter().enumerate() {
            // What does not end in the interpreter would not end when compiled.
            let Some(expected) = expected else {
                continue;
            };
            let (at, entry) = (number / self.entries(), number % self.entries());
            let (name, count, tolerance) = ASKED[entry];
            let points = self.question.points;
            let (prefix, point) = (&self.names[at / points.len()], &points[at % points.len()]);
            let found = run(&format!("{prefix}{name}"), &point[..count]);
            let Some(found) = found.map_err(|why| failure(check, why))? else {
                continue;
            };
            if !are_close(expected, &found, tolerance) {
                return Err(failure(
                    format!("{check}, `{name}`"),
                    format!("{}: expected {expected:?}, found {found:?}", self.place(at)),
                ));
            }
            compared[entry] += 1;
        }
        Ok(compared)
    }

    /// A program and a point, by their number.
    fn place(&self, at: usize) -> String {
        let (name, point) = (
            &self.names[at / self.question.points.len()],
            self.question.points[at % self.question.points.len()],
        );
        format!("{name} at {point:?}")
    }

    /// Forward and reverse mode, and the nestings of both: how often.
    fn modes_agree(&self, check: &str, numbers: &[Numbers]) -> Result<usize, Failure> {
        let mut compared = 0;
        for (at, entries) in numbers.chunks(self.entries()).enumerate() {
            let point = self.question.points[at % self.question.points.len()];
            let [_, Some(gradient), Some(tangent), nestings @ ..] = entries else {
                continue;
            };
            let product = gradient[0] * point[2] + gradient[1] * point[3];
            let size = gradient.iter().fold(1.0, |size: f64, x| size.max(x.abs()));
            if (product - tangent[0]).abs() > 1e-9 * size {
                return Err(failure(
                    format!("{check}, forward against reverse"),
                    format!(
                        "{}: <gradient, v> is {product}, the tangent {tangent:?}",
                        self.place(at)
                    ),
                ));
            }
            compared += 1;
            let [Some(one), others @ ..] = nestings else {
                continue;
            };
            let along = vec![one[0] * point[2] + one[1] * point[3]];
            for (name, other) in ["rf", "rr", "ff"].into_iter().zip(others) {
                let Some(other) = other else { continue };
                let one = if name == "ff" { &along } else { one };
                if !are_close(one, other, 1e-7) {
                    return Err(failure(
                        format!("{check}, fr against {name}"),
                        format!("{}: {one:?} and {other:?}", self.place(at)),
                    ));
                }
                compared += 1;
            }
        }
        Ok(compared)
    }
}

fn holds_llvm(module: &Module<'_>) -> bool {
    let ops = module.op().walk(WalkOrder::Pre);
    ops.iter().any(|op| op.name().starts_with("llvm."))
}

fn sum(compared: &[usize]) -> usize {
    compared.iter().sum()
}

fn call<N: Number>(program: &Program, entry: &str, arguments: &[f64]) -> Result<Numbers, String> {
    let arguments = arguments
        .iter()
        .map(|&x| Value::Float(N::from_f64(x)))
        .collect();
    let limits = Limits {
        steps: 1_000_000,
        differences: N::STEP < 1e-3,
        ..Limits::default()
    };
    match program.call::<N>(entry, arguments, limits) {
        Ok(values) => {
            let floats: Option<Vec<f64>> = values
                .iter()
                .map(|value| value.as_float().map(N::to_f64))
                .collect();
            floats
                .map(Some)
                .ok_or_else(|| format!("@{entry} gives poison"))
        }
        Err(error) if error.kind == ErrorKind::Limit => Ok(None),
        Err(error) if limits.differences && error.kind == ErrorKind::NotSmooth => Ok(None),
        Err(error) => Err(format!("@{entry}: {error}")),
    }
}

/// By the size of the greatest number.
fn are_close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    let size = a
        .iter()
        .chain(b)
        .fold(1.0, |size: f64, x| size.max(x.abs()));
    a.len() == b.len()
        && a.iter()
            .zip(b)
            .all(|(a, b)| a == b || a.is_nan() && b.is_nan() || (a - b).abs() <= tolerance * size)
}
