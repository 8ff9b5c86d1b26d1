//! The arguments of a program over arrays.

use super::{
    data::{Array, Data},
    workload::text,
};
use crate::Result;
use pullback_codegen::{Entry, Part, Value};

/// Arguments as compiled code takes them.
#[derive(Debug)]
pub struct Arrays(Vec<Argument>);

#[derive(Debug)]
struct Argument {
    sizes: Vec<usize>,
    elements: Elements,
}

#[derive(Debug)]
enum Elements {
    F64(Vec<f64>),
    F32(Vec<f32>),
    I64(Vec<i64>),
}

impl Arrays {
    /// The inputs, then the constants.
    pub fn new(data: &Data) -> Result<Self> {
        let all = data.inputs.iter().chain(&data.constants);
        Ok(Self(all.map(Argument::new).collect::<Result<_>>()?))
    }

    /// As many arguments as an entry takes. The sizes of programs are known, so that each argument has one slot.
    pub(super) fn parts(&self, entry: &Entry) -> Result<Vec<Part<'_>>> {
        let parts = self.0.iter().take(entry.args.len()).map(Argument::part);
        let parts: Option<_> = parts.collect();
        parts.ok_or_else(|| text("an argument has not as many elements as its sizes say"))
    }
}

impl Argument {
    fn new(array: &Array) -> Result<Self> {
        let values = &array.values;
        let elements = match array.element.as_str() {
            "f64" => Elements::F64(values.clone()),
            "f32" => Elements::F32(values.iter().map(|&value| value as f32).collect()),
            "i64" => Elements::I64(values.iter().map(|&value| value as i64).collect()),
            other => {
                let name = &array.name;
                return Err(format!(
                    "the elements of `{name}` are {other}; there are f64, f32 and i64"
                ));
            }
        };
        Ok(Self {
            sizes: array.sizes.clone(),
            elements,
        })
    }

    /// An array without dimensions is a number.
    fn part(&self) -> Option<Part<'_>> {
        let number = self.sizes.is_empty();
        let part = match &self.elements {
            Elements::F64(values) if number => Value::F64(*values.first()?).into(),
            Elements::F32(values) if number => Value::F32(*values.first()?).into(),
            Elements::I64(values) if number => Value::i64(*values.first()?).into(),
            Elements::F64(values) => Part::array(&self.sizes, values)?,
            Elements::F32(values) => Part::array(&self.sizes, values)?,
            Elements::I64(values) => Part::array(&self.sizes, values)?,
        };
        Some(part)
    }
}

/// A result as doubles.
pub(super) fn doubles(part: &Part<'_>) -> Option<Vec<f64>> {
    if let Some(number) = part.as_f64() {
        return Some(vec![number]);
    }
    if let Some(numbers) = part.elements::<f32>() {
        return Some(numbers.iter().copied().map(f64::from).collect());
    }
    part.elements::<f64>().map(<[f64]>::to_vec)
}
