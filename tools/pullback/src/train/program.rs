//! The functions of a program that is trained, and what they must be.

use super::parameters;
use crate::{
    argument_names::argument_names,
    cache,
    call::signature,
    cli,
    failure::{Failure, Result},
    source::Source,
    types::{Place, Type, Types},
};
use pullback_codegen::Scalar;
use pullback_db::{Database, File, Signature};
use std::thread;

/// What compiles a program.
pub struct Compiler {
    pub db: Database,
    pub file: File,
    pub fp: cli::Fp,
}

impl Compiler {
    fn signature(&self, source: &Source, name: &str) -> Result<Signature> {
        signature(source, &self.db, self.file, name)
    }

    /// The function that was asked for, or that of the usual name if there is one.
    fn named(&self, source: &Source, asked: Option<&str>, usual: &str) -> Result<Option<String>> {
        let name = asked.unwrap_or(usual);
        match self.db.signature(self.file, name) {
            Ok(_) => Ok(Some(name.into())),
            Err(_) if asked.is_none() => Ok(None),
            Err(_) => self.signature(source, name).map(|_| None),
        }
    }
}

/// A program with a loss.
pub struct Program {
    /// Its text.
    pub source: Source,
    /// The data types of the loss.
    pub types: Types,
    /// The leading arguments of the loss.
    pub parameters: Vec<Place>,
    /// The others: arrays whose first size is not known.
    pub data: Vec<Place>,
    /// The name of the loss.
    pub loss: String,
    /// That of the function from parameters and rows to answers.
    pub predict: Option<String>,
    /// The number of scores that it gives, if it gives scores and the last data are whole numbers.
    pub classes: Option<u64>,
    /// The function that gives the parameters to start with, and whether it takes noise.
    pub init: Option<(String, bool)>,
}

impl Program {
    /// Finds the functions of a program.
    pub fn of(args: &cli::Train, source: Source) -> Result<(Self, Compiler)> {
        let mut db = Database::new();
        db.set_cache(cache::open(&args.caching)?);
        if let Ok(threads) = thread::available_parallelism() {
            db.set_threads(threads);
        }
        let file = db.set_file(&source.name, source.text.as_str());
        let fp = args.fp;
        let compiler = Compiler { db, file, fp };
        let found = compiler.signature(&source, &args.loss)?;
        let types = Types::of(&found);
        let mut parameters = places(&source, &args.loss, &found, &types)?;
        let is_data = |place: &Place| match &place.ty {
            Type::Array(sizes, _) => sizes.first() == Some(&None),
            _ => false,
        };
        let count = parameters.iter().rev().take_while(|place| is_data(place));
        let data = parameters.split_off(parameters.len() - count.count());
        let mut program = Self {
            source,
            types,
            parameters,
            data,
            loss: args.loss.clone(),
            predict: None,
            classes: None,
            init: None,
        };
        program.check(&found)?;
        program.predict = compiler.named(&program.source, args.predict.as_deref(), "predict")?;
        if let Some(name) = &program.predict {
            program.classes = program.check_predict(&compiler, name)?;
        }
        if let Some(name) = compiler.named(&program.source, args.init.as_deref(), "init")? {
            let takes_noise = program.check_init(&compiler, &name)?;
            program.init = Some((name, takes_noise));
        }
        Ok((program, compiler))
    }

    /// Whether the loss can be trained.
    fn check(&self, found: &Signature) -> Result<()> {
        let loss = &self.loss;
        if self.data.is_empty() {
            return Err(Failure::call(
                format!(
                    "@{loss} takes no data: its last argument is no array whose first size is `?`"
                ),
                "put the rows of the data behind the parameters",
            ));
        }
        let results: Vec<_> = found.results.iter().map(ToString::to_string).collect();
        if results.len() != 1 || !matches!(results[0].as_str(), "f64" | "f32" | "f16" | "bf16") {
            return Err(Failure::call(
                format!("@{loss} gives ({}), which is no loss", results.join(", ")),
                "let it give one float",
            ));
        }
        if self.parameters.is_empty() {
            return Err(Failure::call(
                format!("@{loss} has no parameters"),
                "put them before the data",
            ));
        }
        for place in &self.data {
            let Type::Array(sizes, _) = &place.ty else {
                continue;
            };
            if sizes[1..].contains(&None) {
                return Err(Failure::call(
                    format!(
                        "{} of @{loss} is {}, whose rows have no known size",
                        place.name, place.ty
                    ),
                    "give all sizes but the first",
                ));
            }
        }
        self.parameters
            .iter()
            .try_for_each(|place| parameters::check(place, loss))
    }

    /// Gives the number of classes, where there are any.
    fn check_predict(&self, compiler: &Compiler, name: &str) -> Result<Option<u64>> {
        let found = compiler.signature(&self.source, name)?;
        let arguments = places(&self.source, name, &found, &self.types)?;
        let data = &self.data[..self.data.len().saturating_sub(1).max(1)];
        let wanted: Vec<_> = self
            .parameters
            .iter()
            .chain(data)
            .map(|place| &place.ty)
            .collect();
        self.require(name, &arguments, &wanted)?;
        let [result] = &found.results[..] else {
            return Err(Failure::call(
                format!("@{name} has {} results", found.results.len()),
                "let it give the scores of each row, or its class",
            ));
        };
        match Type::of("its result", result, &self.types)? {
            Type::Array(sizes, Scalar::Int(_)) if sizes == [None] => Ok(None),
            Type::Array(sizes, element)
                if matches!(sizes[..], [None, Some(1..)]) && !matches!(element, Scalar::Int(_)) =>
            {
                let labels = self.data.last().filter(|_| self.data.len() > 1);
                let are_classes = labels.is_some_and(|place| {
                    matches!(&place.ty, Type::Array(sizes, Scalar::Int(_)) if sizes.len() == 1)
                });
                Ok(sizes[1].filter(|_| are_classes))
            }
            other => Err(Failure::call(
                format!("@{name} gives {other}"),
                "let it give a float for each class of each row, tensor<?xNxf32>, or the class, tensor<?xi64>",
            )),
        }
    }

    /// Whether the function takes noise.
    fn check_init(&self, compiler: &Compiler, name: &str) -> Result<bool> {
        let found = compiler.signature(&self.source, name)?;
        let wanted: Vec<_> = self.parameters.iter().map(|place| &place.ty).collect();
        let result = |(index, ty)| {
            let name = format!("result {index}");
            let ty = Type::of(&name, ty, &self.types)?;
            let key = String::new();
            Ok(Place { name, key, ty })
        };
        let results: Result<Vec<_>> = found.results.iter().enumerate().map(result).collect();
        self.require(name, &results?, &wanted)?;
        if found.arguments.is_empty() {
            return Ok(false);
        }
        let arguments = places(&self.source, name, &found, &self.types)?;
        self.require(name, &arguments, &wanted)?;
        Ok(true)
    }

    /// Refuses a function whose arguments or results are not those of the loss.
    fn require(&self, name: &str, found: &[Place], wanted: &[&Type]) -> Result<()> {
        let loss = &self.loss;
        let pairs = found.iter().zip(wanted);
        if let Some((place, wanted)) = pairs
            .into_iter()
            .find(|(place, wanted)| place.ty != ***wanted)
        {
            return Err(Failure::call(
                format!(
                    "{} of @{name} is {}, and @{loss} has {wanted} there",
                    place.name, place.ty
                ),
                "make them the same",
            ));
        }
        if found.len() != wanted.len() {
            let (found, wanted) = (found.len(), wanted.len());
            return Err(Failure::call(
                format!("@{name} has {found} of what @{loss} has {wanted} of"),
                "let @predict take the parameters and all data but the last, and @init give the parameters",
            ));
        }
        Ok(())
    }

    /// What a failure of compiled code says.
    pub fn failed(&self, error: &pullback_codegen::Error) -> Failure {
        Failure::Program(format!("{}: error: {error}", self.source.name))
    }
}

/// The arguments of a function.
fn places(source: &Source, entry: &str, found: &Signature, types: &Types) -> Result<Vec<Place>> {
    let names = argument_names(&source.text, entry).unwrap_or_default();
    let place = |(index, ty)| {
        let name = names.get(index).cloned();
        let name = name.unwrap_or_else(|| format!("%arg{index}"));
        let key = name.trim_start_matches('%').to_owned();
        let name = format!("argument {index} (`{name}`)");
        let ty = Type::of(&name, ty, types)?;
        Ok(Place { name, key, ty })
    };
    found.arguments.iter().enumerate().map(place).collect()
}
