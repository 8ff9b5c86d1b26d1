//! `train`: the parameters of a program by gradient descent on a data set.
//!
//! The convention: `@loss(parameters.., data..) -> float`, where the data are the last arguments, those whose first size is `?`: the rows. `@predict`
//! takes the parameters and the data but the last, `@init` gives parameters from noise. What a step costs is one call of the compiled gradient.

mod calls;
mod csv;
mod data;
mod optimizer;
mod parameters;
mod program;

use crate::{
    answer::{self, Answer, Entry, Label},
    cli,
    failure::{Failure, Result},
    print,
    source::Source,
};
use calls::Compiled;
use data::Data;
use indicatif::{ProgressBar, ProgressStyle};
use optimizer::Optimizer;
use parameters::Parameters;
use program::Program;
use pullback_codegen::{Value, guarded};
use rand::{SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;
use std::{
    io::{self, Write},
    path::Path,
    time::Instant,
};

/// The streams of random numbers, so that what one of them draws changes no other.
#[derive(Clone, Copy)]
enum Stream {
    Split,
    Start,
    Order,
}

fn random(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream as u64);
    random
}

/// `pullback train`.
pub fn train(args: &cli::Train) -> Result<String> {
    if let Some(output) = &args.output {
        answer::form(output)?;
    }
    let trained = Trained::of(args, Source::read(&args.file)?, None)?;
    if let Some(output) = &args.output {
        trained.write(output)?;
    }
    Ok(String::new())
}

/// What a training ends with.
pub struct Trained {
    program: Program,
    compiled: Compiled,
    data: Data,
    parameters: Parameters,
}

impl Trained {
    /// Trains a program, on a table that is there or on the data that the arguments ask for.
    pub fn of(args: &cli::Train, source: Source, table: Option<&[u8]>) -> Result<Self> {
        let start = Instant::now();
        let (program, compiler) = Program::of(args, source)?;
        let data = Data::open(args, &program, table)?;
        let compiled = compiler.compile(&program)?;
        let compile_time = start.elapsed();
        let start = Instant::now();
        let parameters = guarded(None, || descend(args, &program, &compiled, &data));
        let parameters = parameters.map_err(|error| program.failed(&error))??;
        let train_time = start.elapsed();
        let _ = writeln!(
            io::stderr(),
            "compiled in {:.1} s, trained in {:.1} s",
            compile_time.as_secs_f64(),
            train_time.as_secs_f64()
        );
        Ok(Self {
            program,
            compiled,
            data,
            parameters,
        })
    }

    /// The first rows of the test: the elements of the first argument, the class, and what is predicted.
    pub fn examples(&self, count: usize) -> Result<Vec<(&[Value], i64, i64)>> {
        let rows = &self.data.test[..count.min(self.data.test.len())];
        let calls = self.compiled.calls(&self.program)?;
        let answers = calls.answers(&self.parameters, &self.data, rows)?;
        let classes = self.data.classes(rows).into_iter().flatten();
        let pairs = classes.zip(answers.into_iter().flatten());
        let rows = rows.iter().map(|row| self.data.row(0, *row));
        Ok(rows
            .zip(pairs)
            .map(|(row, (class, answer))| (row, class, answer))
            .collect())
    }

    /// Writes the parameters under their names.
    fn write(&self, output: &Path) -> Result<()> {
        let program = &self.program;
        let places = program.parameters.iter().zip(self.parameters.split());
        let entries = places.map(|(place, parts)| Entry {
            label: Label {
                text: place.key.clone(),
                member: place.key.clone(),
            },
            ty: place.ty.clone(),
            parts,
            along: None,
        });
        let answer = Answer {
            key: "parameters",
            entries: entries.collect(),
        };
        answer::write(&[answer], output, &program.types, &program.source.name)
    }
}

/// Trains, and says how it goes.
fn descend(
    args: &cli::Train,
    program: &Program,
    compiled: &Compiled,
    data: &Data,
) -> Result<Parameters> {
    let calls = compiled.calls(program)?;
    let mut parameters = Parameters::start(args, program, &calls)?;
    let mut optimizer = Optimizer::new(args, parameters.len());
    let mut random = random(args.seed, Stream::Order);
    let mut order = data.train.clone();
    let batch = args.batch.get();
    let bar = bar((order.len().div_ceil(batch) * args.epochs) as u64);
    if !args.json {
        print(&format!("{data}\n"))?;
    }
    for epoch in 1..=args.epochs {
        order.shuffle(&mut random);
        let mut sum = 0.0;
        for rows in order.chunks(batch) {
            let (loss, gradient) = calls.gradient(&parameters, data, rows)?;
            if !loss.is_finite() {
                return Err(Failure::Program(format!(
                    "{}: error: the loss is {loss} in epoch {epoch}; lower --rate, or find where it comes from with `pullback grad --check-nan`",
                    program.source.name
                )));
            }
            optimizer.step(&mut parameters, &gradient);
            sum += loss * rows.len() as f64;
            bar.inc(1);
        }
        let mut line = Line {
            epoch,
            of: args.epochs,
            loss: sum / order.len() as f64,
            test_loss: None,
            accuracy: None,
        };
        if !data.test.is_empty() {
            line.test_loss = Some(calls.loss(&parameters, data, &data.test)?);
            line.accuracy = calls.accuracy(&parameters, data, &data.test)?;
        }
        bar.suspend(|| print(&line.text(args.json)))?;
    }
    bar.finish_and_clear();
    Ok(parameters)
}

/// Nothing is drawn where standard error is no terminal.
fn bar(steps: u64) -> ProgressBar {
    let bar = ProgressBar::new(steps);
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} steps, {eta} left");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// What is said of an epoch.
struct Line {
    epoch: usize,
    of: usize,
    loss: f64,
    test_loss: Option<f64>,
    accuracy: Option<f64>,
}

impl Line {
    fn text(&self, is_json: bool) -> String {
        let mut text = match is_json {
            true => format!("{{\"epoch\": {}, \"loss\": {:?}", self.epoch, self.loss),
            false => {
                let width = self.of.to_string().len();
                format!("epoch {:width$}: loss {:.4}", self.epoch, self.loss)
            }
        };
        if let Some(loss) = self.test_loss {
            text += &match is_json {
                true => format!(", \"test_loss\": {loss:?}"),
                false => format!(", test loss {loss:.4}"),
            };
        }
        if let Some(accuracy) = self.accuracy {
            text += &match is_json {
                true => format!(", \"accuracy\": {accuracy:?}"),
                false => format!(", accuracy {:.2} %", 100.0 * accuracy),
            };
        }
        if is_json {
            text += "}";
        }
        text + "\n"
    }
}
