//! The compiled functions of a program that is trained.

use super::{
    data::{Data, class_of},
    parameters::{self, Parameters},
    program::{Compiler, Program},
};
use crate::{
    failure::{Failure, Result},
    module,
};
use pullback_codegen::{EntryFn, Jit, Value};
use pullback_db::{Derivative, Mode, Request};

/// How many rows are tested at once.
const TESTED: usize = 1024;

impl Compiler {
    /// Compiles all functions.
    pub fn compile(&self, program: &Program) -> Result<Compiled> {
        let wrt = (0..program.parameters.len()).collect();
        let gradient = Derivative::Grad {
            wrt: Some(wrt),
            mode: Mode::Reverse,
            order: 1,
        };
        let of = |name: &Option<String>| {
            let code = name
                .iter()
                .map(|name| self.code(program, name, Derivative::None));
            code.collect::<Result<Vec<_>>>().map(|mut code| code.pop())
        };
        Ok(Compiled {
            gradient: self.code(program, &program.loss, gradient)?,
            loss: self.code(program, &program.loss, Derivative::None)?,
            predict: of(&program.predict)?,
            init: of(&program.init.as_ref().map(|(name, _)| name.clone()))?,
        })
    }

    fn code(&self, program: &Program, name: &str, derivative: Derivative) -> Result<Code> {
        let request = Request {
            fp: self.fp.into(),
            ..Request::new(self.file, name, derivative)
        };
        let diagnosed = |error| module::diagnosed(error, &program.source);
        let image = self.db.image(&request).map_err(diagnosed)?;
        let link = || {
            let jit = Jit::new()?;
            for object in &image.objects {
                jit.add_object(object)?;
            }
            Ok(jit)
        };
        Ok(Code {
            jit: link().map_err(|error| program.failed(&error))?,
            entry: image.entry,
        })
    }
}

/// A function in this process.
struct Code {
    jit: Jit,
    entry: String,
}

/// The functions in this process.
pub struct Compiled {
    gradient: Code,
    loss: Code,
    predict: Option<Code>,
    init: Option<Code>,
}

impl Compiled {
    /// To call them.
    pub fn calls<'c>(&'c self, program: &'c Program) -> Result<Calls<'c>> {
        let function = |code: &'c Code| {
            let found = code.jit.function(&code.entry);
            found.map_err(|error| program.failed(&error))
        };
        Ok(Calls {
            program,
            gradient: function(&self.gradient)?,
            loss: function(&self.loss)?,
            predict: self.predict.as_ref().map(function).transpose()?,
            init: self.init.as_ref().map(function).transpose()?,
        })
    }
}

/// The functions, to be called.
pub struct Calls<'c> {
    program: &'c Program,
    gradient: EntryFn<'c>,
    loss: EntryFn<'c>,
    predict: Option<EntryFn<'c>>,
    init: Option<EntryFn<'c>>,
}

impl Calls<'_> {
    fn call(
        &self,
        function: &EntryFn<'_>,
        parameters: &Parameters,
        data: impl Iterator<Item = Value>,
    ) -> Result<Vec<Value>> {
        let arguments: Vec<_> = parameters.parts().chain(data).collect();
        function
            .call_values(&arguments)
            .map_err(|error| self.program.failed(&error))
    }

    /// The loss of some rows, and its gradient by the parameters.
    pub fn gradient(
        &self,
        parameters: &Parameters,
        data: &Data,
        rows: &[usize],
    ) -> Result<(f64, Vec<f64>)> {
        let arguments = 0..self.program.data.len();
        let arguments = arguments.flat_map(|argument| data.parts(argument, rows));
        let results = self.call(&self.gradient, parameters, arguments)?;
        let mut floats = parameters::floats(&results);
        let loss = floats.remove(0);
        Ok((loss, floats))
    }

    /// The mean loss of some rows.
    pub fn loss(&self, parameters: &Parameters, data: &Data, rows: &[usize]) -> Result<f64> {
        let mut sum = 0.0;
        for rows in rows.chunks(TESTED) {
            let arguments = 0..self.program.data.len();
            let arguments = arguments.flat_map(|argument| data.parts(argument, rows));
            let results = self.call(&self.loss, parameters, arguments)?;
            let loss = results.first().and_then(|value| value.as_f64());
            sum += loss.unwrap_or(f64::NAN) * rows.len() as f64;
        }
        Ok(sum / rows.len() as f64)
    }

    /// The part of some rows whose class is predicted; nothing where nothing is, or where the data have no classes.
    pub fn accuracy(
        &self,
        parameters: &Parameters,
        data: &Data,
        rows: &[usize],
    ) -> Result<Option<f64>> {
        if self.program.data.len() < 2 {
            return Ok(None);
        }
        let mut right = 0;
        for rows in rows.chunks(TESTED) {
            let (Some(classes), Some(found)) =
                (data.classes(rows), self.answers(parameters, data, rows)?)
            else {
                return Ok(None);
            };
            let pairs = found.into_iter().zip(classes);
            right += pairs.filter(|(found, class)| found == class).count();
        }
        Ok(Some(right as f64 / rows.len() as f64))
    }

    /// The classes that are predicted for some rows.
    pub fn answers(
        &self,
        parameters: &Parameters,
        data: &Data,
        rows: &[usize],
    ) -> Result<Option<Vec<i64>>> {
        let Some(predict) = &self.predict else {
            return Ok(None);
        };
        let arguments = 0..self.program.data.len().saturating_sub(1).max(1);
        let arguments = arguments.flat_map(|argument| data.parts(argument, rows));
        let results = self.call(predict, parameters, arguments)?;
        let Some((count, results)) = results.split_first() else {
            return Ok(None);
        };
        if count.to_bits() != rows.len() as u64 {
            return Err(Failure::Program(format!(
                "{}: error: @predict gives {} rows for {}; let it give one for each",
                self.program.source.name,
                count.to_bits(),
                rows.len()
            )));
        }
        let found = results.chunks((results.len() / rows.len()).max(1));
        Ok(Some(found.map(answer).collect()))
    }

    /// Whether the program says what the parameters start as.
    pub fn has_init(&self) -> bool {
        self.init.is_some()
    }

    /// The parameters that the program makes of noise.
    pub fn init(&self, noise: &Parameters) -> Result<Vec<f64>> {
        let Some(init) = &self.init else {
            return Ok(noise.floats.clone());
        };
        let takes_noise = matches!(self.program.init, Some((_, true)));
        let arguments: Vec<_> = match takes_noise {
            true => noise.parts().collect(),
            false => vec![],
        };
        let results = init.call_values(&arguments);
        let results = results.map_err(|error| self.program.failed(&error))?;
        Ok(parameters::floats(&results))
    }
}

/// The class itself, or that of the greatest score.
fn answer(scores: &[Value]) -> i64 {
    if let [class] = scores
        && let Some(class) = class_of(*class)
    {
        return class;
    }
    let scores = scores
        .iter()
        .enumerate()
        .filter_map(|(class, score)| Some((class, score.as_f64()?)));
    let greatest = scores.reduce(|best, score| if score.1 > best.1 { score } else { best });
    greatest.map_or(-1, |(class, _)| class as i64)
}
