//! One program for arrays of all sizes: its types have names, and comments behind them name their sizes.
//!
//! `!x = tensor<1000x10xf64>  // n d` says that the sizes of `!x` are called `n` and `d`; a number stands for itself. A program
//! is written for other sizes by replacing these lines alone.

use super::data::Data;
use crate::Result;
use std::collections::BTreeMap;

/// Sizes by their names.
pub type Sizes = BTreeMap<String, usize>;

/// A line that names a type of arrays whose sizes have names.
struct Line<'s> {
    name: &'s str,
    sizes: Vec<&'s str>,
    element: &'s str,
    names: Vec<&'s str>,
}

impl<'s> Line<'s> {
    fn read(line: &'s str) -> Option<Self> {
        let (name, rest) = line.strip_prefix('!')?.split_once(" = tensor<")?;
        let (ty, names) = rest.split_once(">  // ")?;
        let (sizes, element) = ty.rsplit_once('x')?;
        Some(Self {
            name,
            sizes: sizes.split('x').collect(),
            element,
            names: names.split_whitespace().collect(),
        })
    }
}

/// The sizes that a program's names have for these arrays, which are called as its types are.
pub fn sizes_of(source: &str, data: &Data) -> Result<Sizes> {
    let mut sizes = Sizes::new();
    for line in source.lines().filter_map(Line::read) {
        let arrays = data.inputs.iter().chain(&data.constants);
        let Some(array) = arrays.into_iter().find(|array| array.name == line.name) else {
            continue;
        };
        for (name, &size) in line.names.iter().zip(&array.sizes) {
            let known = match name.parse() {
                Ok(number) => number,
                Err(_) => *sizes.entry((*name).to_owned()).or_insert(size),
            };
            if known != size {
                let name = line.name;
                return Err(format!(
                    "the array `{name}` has a size {size} where another one says {known}"
                ));
            }
        }
    }
    Ok(sizes)
}

/// The program for these sizes; sizes that are not named stay.
pub fn resized(source: &str, sizes: &Sizes) -> String {
    let mut text = String::with_capacity(source.len());
    for line in source.lines() {
        match Line::read(line) {
            Some(read) if read.names.len() == read.sizes.len() => {
                let named = read.names.iter().zip(&read.sizes);
                let all = named.map(|(name, old)| {
                    let new = sizes.get(*name);
                    new.map_or_else(|| (*old).to_owned(), usize::to_string)
                });
                let all: Vec<_> = all.collect();
                let (name, element, names) = (read.name, read.element, read.names.join(" "));
                text += &format!("!{name} = tensor<{}x{element}>  // {names}", all.join("x"));
            }
            _ => text += line,
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peers::data::Array;

    const SOURCE: &str = "!x = tensor<4x3xf64>  // n 3\n!y = tensor<4xf64>  // n\nbody\n";

    fn data(sizes: &[usize]) -> Data {
        Data {
            inputs: vec![Array {
                name: "x".into(),
                sizes: sizes.into(),
                ..Array::default()
            }],
            ..Data::default()
        }
    }

    #[test]
    fn programs_are_written_for_the_sizes_of_their_data() {
        let sizes = sizes_of(SOURCE, &data(&[7, 3])).expect("they fit");
        assert_eq!(
            resized(SOURCE, &sizes),
            "!x = tensor<7x3xf64>  // n 3\n!y = tensor<7xf64>  // n\nbody\n"
        );
        assert_eq!(resized(SOURCE, &Sizes::new()), SOURCE);
    }

    #[test]
    fn sizes_that_contradict_are_an_error() {
        let error = sizes_of(SOURCE, &data(&[7, 2])).expect_err("3 is not 2");
        assert!(error.contains("`x` has a size 2"), "{error}");
    }
}
