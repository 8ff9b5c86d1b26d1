//! `demo`: two examples from their text to their gradients, with a check of the numbers.

use crate::{
    failure::{Failure, Result},
    module,
    source::Source,
};
use pullback_codegen::{EntryFn, Jit, Value};
use pullback_db::{Database, Derivative, Diagnostics, File, Mode, Request};
use pullback_ir::{Module, Op};
use std::{
    fmt::Write,
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

const CUBE: &str = include_str!("../../../examples/figure1.mlir");
const REGRESSION: &str = include_str!("../../../examples/demo.mlir");

/// The arguments of the regression's `@loss`, and a point where each of its branches is taken.
const ARGUMENTS: [(&str, f64); 5] = [
    ("%w0", 1.5),
    ("%w1", -2.0),
    ("%bias", -0.5),
    ("%rate", 0.5),
    ("%limit", 1.0),
];

/// Differences of f64 are good to ten digits or so at this step.
const STEP: f64 = 1e-5;

/// What differences may be off by, for the gradient to count as right.
const TOLERANCE: f64 = 1e-7;

/// Shows both examples.
pub fn demo() -> Result<String> {
    let mut page = Page {
        text: String::new(),
        colour: io::stdout().is_terminal(),
    };
    cube(&mut page)?;
    regression(&mut page)?;
    Ok(page.text)
}

/// x³ by a higher-order function, and the code of its derivative.
fn cube(page: &mut Page) -> Result<()> {
    page.heading("x³ the functional way: λy. x·y, applied twice by a higher-order function (examples/figure1.mlir)");
    page.code(definition(CUBE, "@f"));
    let source = Source {
        name: "figure1.mlir".into(),
        text: CUBE.into(),
    };
    let context = module::context();
    let mut module = module::parse(&context, &source)?;
    module::run(&mut module, module::DIFFERENTIATE, &source)?;
    page.heading("Its gradient, as functional-differentiate leaves it: forward code and a backpropagator, a closure");
    page.code(&text_of(&module, |name| name.contains('$')));
    module::run(&mut module, module::OPTIMIZE, &source)?;
    page.heading("The same after optimisation: 3·x²");
    page.code(&text_of(&module, |name| name == "df"));
    Ok(())
}

/// The loss of a logistic regression, its gradient, and finite differences.
fn regression(page: &mut Page) -> Result<()> {
    let lines = REGRESSION
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .count();
    page.heading(&format!(
        "A logistic regression in {lines} lines: closures, partial application, a branch that chooses a function (examples/demo.mlir)"
    ));
    let mut db = Database::new();
    let file = db.set_file("demo.mlir", REGRESSION);
    let start = Instant::now();
    let loss = compiled(&db, file, Derivative::None)?;
    let gradient = compiled(
        &db,
        file,
        Derivative::Grad {
            wrt: None,
            mode: Mode::Reverse,
            order: 1,
        },
    )?;
    let (loss, gradient) = (loss.function()?, gradient.function()?);
    let compile_time = start.elapsed();
    let point = ARGUMENTS.map(|(_, value)| value);
    let found = call(&gradient, &point)?;
    let (value, slopes) = found.split_at(1);
    page.line(&format!("loss = {:?}\n", value[0]));
    page.line("argument     gradient               central differences    relative error");
    for (index, ((name, _), slope)) in ARGUMENTS.iter().zip(slopes).enumerate() {
        let estimate = central_difference(&loss, &point, index)?;
        let error = relative_error(*slope, estimate);
        page.line(&format!(
            "d/d{name:<8}  {slope:<21}  {estimate:<21}  {error:.1e}"
        ));
        if error > TOLERANCE {
            return Err(Failure::Program(format!(
                "error: the gradient by {name} is not what differences say; please report it"
            )));
        }
    }
    let (value_time, gradient_time) = (time(&loss, &point)?, time(&gradient, &point)?);
    page.line(&format!(
        "\nboth compiled in {} ms; a call of the loss takes {} ns, of loss and gradient {} ns",
        compile_time.as_millis(),
        value_time.as_nanos(),
        gradient_time.as_nanos()
    ));
    page.line("\nTry it: pullback grad examples/demo.mlir --entry loss --inputs '[1.5, -2, -0.5, 0.5, 1]'");
    Ok(())
}

/// Code in this process.
struct Compiled {
    jit: Jit,
    entry: String,
}

impl Compiled {
    fn function(&self) -> Result<EntryFn<'_>> {
        self.jit
            .function(&self.entry)
            .map_err(|error| broken(&error))
    }
}

fn compiled(db: &Database, file: File, derivative: Derivative) -> Result<Compiled> {
    let request = Request::new(file, "loss", derivative);
    let render = |error: Diagnostics| Failure::Program(error.render(REGRESSION));
    let image = db.image(&request).map_err(render)?;
    let link = || {
        let jit = Jit::new()?;
        for object in &image.objects {
            jit.add_object(object)?;
        }
        Ok(jit)
    };
    let jit = link().map_err(|error| broken(&error))?;
    Ok(Compiled {
        jit,
        entry: image.entry,
    })
}

/// The example is ours, so that this is no user's fault.
fn broken(error: &pullback_codegen::Error) -> Failure {
    Failure::Program(format!(
        "error: the example cannot be run: {error}; please report it"
    ))
}

fn call(function: &EntryFn<'_>, point: &[f64]) -> Result<Vec<f64>> {
    let point: Vec<_> = point.iter().copied().map(Value::F64).collect();
    let results = function
        .call_values(&point)
        .map_err(|error| broken(&error))?;
    Ok(results.into_iter().filter_map(Value::as_f64).collect())
}

fn central_difference(loss: &EntryFn<'_>, point: &[f64], index: usize) -> Result<f64> {
    let shifted = |step: f64| {
        let mut point = point.to_vec();
        point[index] += step;
        Ok(call(loss, &point)?[0])
    };
    Ok((shifted(STEP)? - shifted(-STEP)?) / (2.0 * STEP))
}

fn relative_error(value: f64, estimate: f64) -> f64 {
    match (value - estimate).abs() {
        0.0 => 0.0,
        difference => difference / value.abs().max(estimate.abs()),
    }
}

/// One call, from the fastest of some runs of many.
fn time(function: &EntryFn<'_>, point: &[f64]) -> Result<Duration> {
    const RUNS: u32 = 20;
    const CALLS: u32 = 2_000;
    let arguments: Vec<_> = point.iter().map(|value| value.to_bits()).collect();
    let mut results = vec![0; function.entry().results.len()];
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let start = Instant::now();
        for _ in 0..CALLS {
            let called = function.call(std::hint::black_box(&arguments), &mut results);
            called.map_err(|error| broken(&error))?;
        }
        best = best.min(start.elapsed() / CALLS);
    }
    Ok(best)
}

/// The lines of a function in the source.
fn definition<'s>(text: &'s str, name: &str) -> &'s str {
    let start = text.find(&format!("func.func {name}(")).unwrap_or(0);
    let end = text[start..]
        .find("\n}")
        .map_or(text.len(), |length| start + length + 2);
    &text[start..end]
}

/// The functions with such names, printed.
fn text_of(module: &Module<'_>, is_shown: impl Fn(&str) -> bool) -> String {
    let functions = module.op().functions().into_iter();
    let shown = functions.filter(|op| op.symbol_name().is_some_and(&is_shown));
    shown.map(Op::text).collect::<Vec<_>>().join("\n")
}

/// What is printed.
struct Page {
    text: String,
    colour: bool,
}

impl Page {
    fn heading(&mut self, heading: &str) {
        let gap = if self.text.is_empty() { "" } else { "\n" };
        let (on, off) = if self.colour {
            ("\x1b[1;36m", "\x1b[0m")
        } else {
            ("", "")
        };
        let _ = writeln!(self.text, "{gap}{on}{heading}{off}\n");
    }

    fn code(&mut self, code: &str) {
        for line in code.trim_end().lines() {
            let _ = writeln!(self.text, "    {line}");
        }
    }

    fn line(&mut self, line: &str) {
        for line in line.split('\n') {
            let _ = writeln!(
                self.text,
                "{}{line}",
                if line.is_empty() { "" } else { "    " }
            );
        }
    }
}
