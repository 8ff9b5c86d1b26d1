//! The data set: rows for each of the program's data arguments, and which are for training and which for the test.

use super::{Stream, csv::Table, program::Program, random};
use crate::{
    cli,
    failure::{Failure, Result},
    json::counted,
    number,
    numpy::{self, Archive},
    types::{Place, Type},
};
use pullback_codegen::{Scalar, Value};
use rand::seq::SliceRandom;
use std::fmt::{self, Display, Formatter};

/// A data set.
pub struct Data {
    columns: Vec<Column>,
    rows: usize,
    /// The rows to train on.
    pub train: Vec<usize>,
    /// The rows to test on.
    pub test: Vec<usize>,
}

/// The rows of one argument.
struct Column {
    elements: Vec<Value>,
    /// How many elements a row has.
    width: usize,
}

impl Column {
    /// The first row whose class has no score, with it and the number of classes.
    fn outside(&self, program: &Program) -> Option<(usize, i64, u64)> {
        let classes = program.classes?;
        let rows = self.elements.iter().enumerate();
        let mut rows = rows.filter_map(|(row, class)| Some((row, class_of(*class)?, classes)));
        rows.find(|(_, class, _)| !u64::try_from(*class).is_ok_and(|class| class < classes))
    }
}

impl Data {
    /// Takes the data that are there, or reads those that the arguments ask for, and splits them.
    pub fn open(args: &cli::Train, program: &Program, there: Option<&[u8]>) -> Result<Self> {
        let columns = match there {
            Some(bytes) => from_table(args, program, &Table::of(&args.data, bytes)?)?,
            None if numpy::is_archive(&args.data) => from_archive(&args.data, program)?,
            None => from_table(args, program, &Table::open(&args.data)?)?,
        };
        let rows = columns
            .iter()
            .map(|column| column.elements.len() / column.width.max(1));
        let rows = rows.max().unwrap_or_default();
        let mut train: Vec<usize> = (0..rows).collect();
        train.shuffle(&mut random(args.seed, Stream::Split));
        // As many as scikit-learn takes.
        let test = train.split_off(rows - (rows as f64 * args.test).ceil() as usize);
        match train.is_empty() {
            true => Err(Failure::call(
                format!(
                    "{} has {}, and `--test {}` leaves none to train on",
                    args.data,
                    counted(rows, "row", "rows"),
                    args.test
                ),
                "lower it, or give more data",
            )),
            false => Ok(Self {
                columns,
                rows,
                train,
                test,
            }),
        }
    }

    /// The parts of these rows as an array for an argument.
    pub fn parts(&self, argument: usize, rows: &[usize]) -> impl Iterator<Item = Value> {
        let elements = rows.iter().flat_map(move |row| self.row(argument, *row));
        std::iter::once(Value::i64(rows.len() as i64)).chain(elements.copied())
    }

    /// The elements of an argument's row.
    pub fn row(&self, argument: usize, row: usize) -> &[Value] {
        let column = &self.columns[argument];
        &column.elements[row * column.width..][..column.width]
    }

    /// The classes of these rows, if the last argument has one for each.
    pub fn classes(&self, rows: &[usize]) -> Option<Vec<i64>> {
        let column = self.columns.last().filter(|column| column.width == 1)?;
        rows.iter()
            .map(|row| class_of(column.elements[*row]))
            .collect()
    }
}

/// A whole number as a class; a truth value is 0 or 1.
pub fn class_of(value: Value) -> Option<i64> {
    match value {
        Value::Int { width: 1, bits } => Some(i64::from(bits != 0)),
        _ => value.as_i64(),
    }
}

impl Display for Data {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (train, test) = (self.train.len(), self.test.len());
        write!(
            f,
            "{}: {train} to train on, {test} to test on",
            counted(self.rows, "row", "rows")
        )
    }
}

/// How many elements a row of an argument has, whose other sizes are known.
fn width(place: &Place) -> (usize, Scalar) {
    let Type::Array(sizes, element) = &place.ty else {
        return (0, Scalar::F64);
    };
    let sizes = sizes.iter().skip(1).map(|size| size.unwrap_or_default());
    (sizes.fold(1, u64::saturating_mul) as usize, *element)
}

/// Arrays by the arguments' names.
fn from_archive(path: &str, program: &Program) -> Result<Vec<Column>> {
    let wrong =
        |(what, advice): (String, String)| Failure::call(format!("`--data`: {what}"), advice);
    let mut archive = Archive::open(path).map_err(wrong)?;
    let mut first: Option<(&str, u64)> = None;
    let mut columns = vec![];
    for place in &program.data {
        let parts = numpy::of_member(&mut archive, path, &place.name, &place.key, None, &place.ty);
        let mut parts = parts.map_err(wrong)?;
        let rows = parts.remove(0).to_bits();
        let (name, all) = *first.get_or_insert((&place.key, rows));
        if rows != all {
            return Err(Failure::call(
                format!(
                    "`--data`: {} in {path} has {rows} rows, and {name} has {all}",
                    place.key
                ),
                "give all arrays as many rows",
            ));
        }
        columns.push(Column {
            elements: parts,
            width: width(place).0,
        });
    }
    if let (Some(labels), Some(place)) = (columns.last(), program.data.last())
        && let Some((row, class, classes)) = labels.outside(program)
    {
        return Err(Failure::call(
            format!(
                "`--data`: {} in {path} has {class} at {row}, and @predict gives scores for {classes} classes",
                place.key
            ),
            format!("give classes from 0 to {}", classes - 1),
        ));
    }
    Ok(columns)
}

/// The columns of a table: one is the label, the others are in a row of what the program reads.
fn from_table(args: &cli::Train, program: &Program, table: &Table) -> Result<Vec<Column>> {
    let all = 0..table.columns;
    let groups: Vec<Vec<usize>> = match program.data.len() {
        1 => vec![all.collect()],
        2 => {
            let label = match &args.label {
                Some(name) => table.column(name)?,
                None => table.columns - 1,
            };
            vec![all.filter(|&column| column != label).collect(), vec![label]]
        }
        count => {
            return Err(Failure::call(
                format!(
                    "@{} takes {count} arrays of data, and a table has features and a label",
                    args.loss
                ),
                "give an .npz with an array for each, by their names",
            ));
        }
    };
    let columns = program.data.iter().zip(&groups);
    let columns = columns.map(|(place, group)| column(table, place, group));
    let columns = columns.collect::<Result<Vec<_>>>()?;
    if let (Some(labels), Some(&[column])) = (columns.last(), groups.last().map(Vec::as_slice))
        && let Some((row, _, classes)) = labels.outside(program)
    {
        return Err(table.wrong_cell(
            row,
            column,
            &format!("and @predict gives scores for {classes} classes"),
            &format!("give a class from 0 to {}", classes - 1),
        ));
    }
    Ok(columns)
}

fn column(table: &Table, place: &Place, group: &[usize]) -> Result<Column> {
    let (width, element) = width(place);
    if width != group.len() {
        let kind = if group.len() == 1 {
            "the label is"
        } else {
            "its rows have"
        };
        return Err(Failure::call(
            format!(
                "`--data`: {} has {} rows of {}, and {} is {}: {kind} {}, and not {width}",
                table.path,
                table.rows(),
                counted(table.columns, "column", "columns"),
                place.name,
                place.ty,
                counted(group.len(), "number", "numbers"),
            ),
            "change the program or the data",
        ));
    }
    let mut elements = vec![];
    for row in 0..table.rows() {
        for &column in group {
            let text = table.cell(row, column);
            let value = match (element, text) {
                (Scalar::Int(1), "0" | "1") => Ok(Value::bool(text == "1")),
                (Scalar::Int(1), _) => Err("give 0 or 1".into()),
                _ => number::read(element, text),
            };
            elements.push(value.map_err(|_| {
                let advice = match element {
                    Scalar::Int(1) => "give 0 or 1",
                    Scalar::Int(_) => "give a whole number that fits",
                    _ => "give a number",
                };
                table.wrong_cell(
                    row,
                    column,
                    &format!("and {} is {}", place.name, place.ty),
                    advice,
                )
            })?);
        }
    }
    Ok(Column { elements, width })
}
