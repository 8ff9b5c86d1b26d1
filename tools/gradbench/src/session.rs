//! What is remembered from message to message, and the answers.

use crate::{
    message::{Kind, Message},
    module::{Function, MODULES, Module},
};
use pullback_codegen::{EntryFn, Error, Jit, Value, guarded};
use pullback_db::{Database, Derivative, Request};
use serde_json::{Map, Value as Json, json};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// The modules that were defined.
#[derive(Default)]
pub struct Session {
    compiled: HashMap<&'static str, Vec<Compiled>>,
}

/// A function, and its machine code or why there is none.
struct Compiled {
    function: &'static Function,
    code: Result<Code, String>,
}

/// Machine code. Each function has a JIT of its own, as functions of one program share what they call.
struct Code {
    jit: Jit,
    entry: String,
}

/// Fields of an answer, or why there is none.
type Answer = Result<Vec<(&'static str, Json)>, String>;

impl Session {
    /// The answer to a message.
    pub fn answer(&mut self, message: &Message) -> Json {
        let mut fields = Map::from_iter([("id".to_owned(), message.id.clone())]);
        let answer = match &message.kind {
            Kind::Start => {
                fields.insert("tool".into(), "pullback".into());
                None
            }
            Kind::Define { module } => Some(self.define(module)),
            Kind::Evaluate {
                module,
                function,
                input,
            } => Some(self.evaluate(module, function, input)),
            Kind::Other => None,
        };
        match answer {
            None => {}
            Some(Ok(more)) => {
                fields.insert("success".into(), true.into());
                fields.extend(
                    more.into_iter()
                        .map(|(name, value)| (name.to_owned(), value)),
                );
            }
            Some(Err(error)) => {
                fields.insert("success".into(), false.into());
                fields.insert("error".into(), error.into());
            }
        }
        Json::Object(fields)
    }

    /// Compiles every function of a module, once.
    fn define(&mut self, name: &str) -> Answer {
        let found = MODULES.iter().find(|module| module.name == name);
        let module = found.ok_or_else(|| {
            let names: Vec<_> = MODULES.iter().map(|module| module.name).collect();
            format!("there is no module {name}; there are {}", names.join(", "))
        })?;
        let start = Instant::now();
        if !self.compiled.contains_key(module.name) {
            let compiled = compile(module);
            // A module is of use while one function is.
            if let (true, Some(Err(error))) = (
                compiled.iter().all(|function| function.code.is_err()),
                compiled.first().map(|function| &function.code),
            ) {
                return Err(error.clone());
            }
            self.compiled.insert(module.name, compiled);
        }
        Ok(vec![(
            "timings",
            json!([timing("compile", start.elapsed())]),
        )])
    }

    fn evaluate(&self, module: &str, name: &str, input: &Json) -> Answer {
        let functions = self.compiled.get(module);
        let functions = functions
            .ok_or_else(|| format!("the module {module} is not defined; define it first"))?;
        let found = functions
            .iter()
            .find(|compiled| compiled.function.name == name);
        let compiled = found.ok_or_else(|| {
            let names: Vec<_> = functions
                .iter()
                .map(|compiled| compiled.function.name)
                .collect();
            format!(
                "there is no function {name} in {module}; there are {}",
                names.join(", ")
            )
        })?;
        let runs = Runs::of(input)?;
        let arguments = (compiled.function.arguments)(input)?;
        let code = compiled.code.as_ref().map_err(Clone::clone)?;
        let entry = code.jit.function(&code.entry).map_err(text)?;
        let (results, timings) = guarded(None, || measure(&entry, &arguments, &runs))
            .map_err(text)?
            .map_err(text)?;
        let output = (compiled.function.output)(&results, input);
        Ok(vec![("output", output), ("timings", timings.into())])
    }
}

/// Calls until it is enough; gives the results and the time of each call.
fn measure(
    entry: &EntryFn<'_>,
    arguments: &[Value],
    runs: &Runs,
) -> Result<(Vec<Value>, Vec<Json>), Error> {
    let mut timings = vec![];
    let mut total = Duration::ZERO;
    loop {
        let start = Instant::now();
        let results = entry.call_values(arguments)?;
        let time = start.elapsed();
        timings.push(timing("evaluate", time));
        total += time;
        if timings.len() as u64 >= runs.least && total.as_secs_f64() >= runs.seconds {
            return Ok((results, timings));
        }
    }
}

/// How often a function is to be run: until both are reached.
struct Runs {
    least: u64,
    seconds: f64,
}

impl Runs {
    fn of(input: &Json) -> Result<Self, String> {
        let number = |name: &str| match input.get(name) {
            None => Ok(0.0),
            Some(json) => {
                let number = json.as_f64().filter(|number| *number >= 0.0);
                number.ok_or_else(|| {
                    format!("`{name}` of the input is {json}; give a number that is not negative")
                })
            }
        };
        Ok(Self {
            least: number("min_runs")? as u64,
            seconds: number("min_seconds")?,
        })
    }
}

fn compile(module: &'static Module) -> Vec<Compiled> {
    let mut db = Database::new();
    let file = db.set_file(module.name, module.source);
    let code = |function: &Function| {
        let request = Request::new(file, function.name, Derivative::None);
        let image = db.image(&request);
        let image = image.map_err(|error| error.render(module.source))?;
        let jit = Jit::new().map_err(text)?;
        for object in &image.objects {
            jit.add_object(object).map_err(text)?;
        }
        let entry = image.entry;
        Ok(Code { jit, entry })
    };
    let functions = module.functions.iter();
    functions
        .map(|function| Compiled {
            function,
            code: code(function),
        })
        .collect()
}

fn timing(name: &str, time: Duration) -> Json {
    json!({"name": name, "nanoseconds": time.as_nanos() as u64})
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
