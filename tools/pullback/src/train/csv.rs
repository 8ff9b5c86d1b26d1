//! Tables of numbers in CSV.

use crate::failure::{Failure, Result};
use csv_core::{ReadFieldResult, Reader};
use std::fs;

/// The cells of a table.
#[derive(Debug)]
pub struct Table {
    /// The file.
    pub path: String,
    /// The names of the columns, if the first line has them.
    pub names: Option<Vec<String>>,
    /// The cells, by rows.
    cells: Vec<String>,
    /// Where each row starts in the file, as the number of its line.
    lines: Vec<u64>,
    /// How many columns there are.
    pub columns: usize,
}

impl Table {
    /// Reads a file.
    pub fn open(path: &str) -> Result<Self> {
        let bytes = fs::read(path).map_err(|error| {
            Failure::call(
                format!("`--data` names {path}, which cannot be read: {error}"),
                "name a .csv or an .npz",
            )
        })?;
        Self::of(path, &bytes)
    }

    /// Reads the bytes of a file. A first line in which no cell is a number has the names of the columns.
    pub fn of(path: &str, bytes: &[u8]) -> Result<Self> {
        let mut table = Self {
            path: path.into(),
            names: None,
            cells: vec![],
            lines: vec![],
            columns: 0,
        };
        table.read(bytes)?;
        let first = &table.cells[..table.columns];
        if first.iter().all(|cell| cell.trim().parse::<f64>().is_err()) {
            table.names = Some(table.cells.drain(..table.columns).collect());
            table.lines.remove(0);
        }
        match table.lines.is_empty() {
            true => Err(table.wrong(1, "it has no rows", "give it some")),
            false => Ok(table),
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Result<()> {
        let mut reader = Reader::new();
        let mut rest = bytes;
        let mut field = vec![0; bytes.len().clamp(1, 1 << 16)];
        let mut width = 0;
        loop {
            let line = reader.line();
            let (result, read, written) = reader.read_field(rest, &mut field);
            rest = &rest[read..];
            let ends = match result {
                ReadFieldResult::Field { record_end } => record_end,
                ReadFieldResult::InputEmpty if !rest.is_empty() || read > 0 => continue,
                ReadFieldResult::InputEmpty | ReadFieldResult::End => break,
                ReadFieldResult::OutputFull => {
                    return Err(self.wrong(line, "a cell is too long", "give numbers"));
                }
            };
            let cell = String::from_utf8_lossy(&field[..written]).into_owned();
            if width == 0 {
                self.lines.push(line);
            }
            self.cells.push(cell);
            width += 1;
            if ends {
                if self.columns == 0 {
                    self.columns = width;
                } else if width != self.columns {
                    let what = format!(
                        "it has {width} cells, and the first line has {}",
                        self.columns
                    );
                    return Err(self.wrong(line, &what, "give all lines as many"));
                }
                width = 0;
            }
        }
        match self.columns {
            0 => Err(self.wrong(1, "it is empty", "give it rows of numbers")),
            _ => Ok(()),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// A cell.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.cells[row * self.columns + column].trim()
    }

    /// What is wrong with a cell.
    pub fn wrong_cell(&self, row: usize, column: usize, what: &str, advice: &str) -> Failure {
        let name = match &self.names {
            Some(names) => format!("column {column} (`{}`)", names[column]),
            None => format!("column {column}"),
        };
        self.wrong(
            self.lines[row],
            &format!("{name} is {:?}, {what}", self.cell(row, column)),
            advice,
        )
    }

    fn wrong(&self, line: u64, what: &str, advice: &str) -> Failure {
        Failure::Call(format!("{}:{line}: error: {what}; {advice}", self.path))
    }

    /// The number of the column of that name, or of that number.
    pub fn column(&self, name: &str) -> Result<usize> {
        let named = self
            .names
            .iter()
            .flatten()
            .position(|column| column == name);
        let numbered = || {
            name.parse()
                .ok()
                .filter(|&column: &usize| column < self.columns)
        };
        named.or_else(numbered).ok_or_else(|| {
            let advice = match &self.names {
                Some(names) => format!("it has {}", names.join(", ")),
                None => format!("give a number from 0 to {}", self.columns - 1),
            };
            Failure::call(
                format!("`--label`: {} has no column {name}", self.path),
                advice,
            )
        })
    }
}
