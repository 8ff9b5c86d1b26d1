//! What a command shows: values under labels, on standard output or in a file.

use crate::{
    failure::{Failure, Result},
    json::{self, Mismatch},
    number, numpy,
    types::{Type, Types},
};
use pullback_codegen::Value;
use std::{
    fmt::Write,
    fs::{self, File},
    io::BufWriter,
    path::Path,
};

/// A part of what is shown: a list in JSON, a line an entry for people.
pub struct Answer {
    /// The name of the list.
    pub key: &'static str,
    /// What is in it.
    pub entries: Vec<Entry>,
}

/// What a value is called.
#[derive(Clone, Debug)]
pub struct Label {
    /// On a line: `d/d%x`.
    pub text: String,
    /// In an archive: `grad.x`.
    pub member: String,
}

/// A value that is shown.
pub struct Entry {
    /// What it is called.
    pub label: Label,
    /// Its type.
    pub ty: Type,
    /// Its parts.
    pub parts: Vec<Value>,
    /// For a tangent, the type and the parts of the value whose shape it has.
    pub along: Option<(Type, Vec<Value>)>,
}

/// What a file of answers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON.
    Json,
    /// One array.
    Array,
    /// An archive of arrays.
    Archive,
}

/// What a file of this name will be.
pub fn form(path: &Path) -> Result<Form> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("json") => Ok(Form::Json),
        Some("npy") => Ok(Form::Array),
        Some("npz") => Ok(Form::Archive),
        _ => Err(Failure::call(
            format!("`--output {}` does not say what to write", path.display()),
            "name a file that ends in .npz, .npy or .json",
        )),
    }
}

/// The answers as a line of JSON.
pub fn json(answers: &[Answer], types: &Types, program: &str) -> Result<String> {
    let mut parts = vec![];
    for answer in answers {
        let entries = answer
            .entries
            .iter()
            .map(|entry| entry.json(types, program));
        let entries: Vec<_> = entries.collect::<Result<_>>()?;
        parts.push(format!("\"{}\": [{}]", answer.key, entries.join(", ")));
    }
    Ok(format!("{{{}}}\n", parts.join(", ")))
}

/// The answers as lines for people.
pub fn lines(answers: &[Answer], types: &Types, program: &str) -> Result<String> {
    let mut text = String::new();
    for entry in answers.iter().flat_map(|answer| &answer.entries) {
        let shown = match (&entry.ty, entry.parts.as_slice()) {
            (Type::Scalar(_), [value]) => number::write(*value),
            _ => entry.json(types, program)?,
        };
        let _ = writeln!(text, "{} = {shown}", entry.label.text);
    }
    Ok(text)
}

/// Writes the answers to a file.
pub fn write(answers: &[Answer], path: &Path, types: &Types, program: &str) -> Result<()> {
    let unwritten = |error| Failure::output(path.display(), &error);
    let form = form(path)?;
    if form == Form::Json {
        return fs::write(path, json(answers, types, program)?).map_err(unwritten);
    }
    let mut arrays = vec![];
    for entry in answers.iter().flat_map(|answer| &answer.entries) {
        let parts = &mut entry.parts.iter().copied();
        numpy::to_member(&entry.label.member, &entry.ty, parts, &mut arrays).map_err(
            |(what, advice)| {
                Failure::call(format!("`--output {}`: {what}", path.display()), advice)
            },
        )?;
    }
    if form == Form::Archive {
        let file = File::create(path).map_err(unwritten)?;
        return numpy::write_archive(BufWriter::new(file), &arrays).map_err(unwritten);
    }
    match &arrays[..] {
        [(_, array)] => fs::write(path, array.bytes()).map_err(unwritten),
        _ => {
            let names: Vec<_> = arrays.into_iter().map(|(name, _)| name).collect();
            Err(Failure::call(
                format!(
                    "`--output {}` holds one array, and the answer is {}",
                    path.display(),
                    numpy::members(&names)
                ),
                "name a file that ends in .npz",
            ))
        }
    }
}

impl Entry {
    fn json(&self, types: &Types, program: &str) -> Result<String> {
        let Some((of, shape)) = &self.along else {
            return Ok(json::write(&self.ty, &self.parts, types));
        };
        json::write_along(of, shape, &self.parts, types).map_err(|Mismatch(value, other)| {
            Failure::Program(format!(
                "{program}: error: {} holds {other:?} where its value holds {value:?}; look for a custom rule that gives a tangent \
                 of another shape",
                self.label.text
            ))
        })
    }
}
