//! Tables of numbers in CSV.

use crate::{
    failure::{Failure, Result},
    json::counted,
};
use csv_core::{ReadFieldResult, Reader};
use std::fs;

/// How many bytes a cell may have.
const LONGEST: usize = 1 << 12;

/// The cells of a table.
#[derive(Debug)]
pub struct Table {
    /// The file.
    pub path: String,
    /// The names of the columns, if the first line has them.
    pub names: Option<Vec<String>>,
    /// The cells, by rows, one behind the other.
    text: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// How many of them are names.
    heads: usize,
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
            text: String::new(),
            ends: vec![],
            heads: 0,
            lines: vec![],
            columns: 0,
        };
        table.read(bytes)?;
        let first = || (0..table.columns).map(|column| table.cell(0, column));
        if first().all(|cell| cell.parse::<f64>().is_err()) {
            table.names = Some(first().map(str::to_owned).collect());
            table.heads = table.columns;
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
        let mut cell = vec![0; LONGEST];
        // How much of the cell is there, and how many cells of the line are.
        let (mut length, mut width) = (0, 0);
        let (mut line, mut lines) = (1, 1);
        loop {
            if width == 0 && length == 0 {
                // Empty lines are no rows.
                let blank = rest.iter().take_while(|byte| b"\r\n".contains(byte));
                line = lines + ends_of_lines(blank);
            }
            let (result, read, written) = reader.read_field(rest, &mut cell[length..]);
            lines += ends_of_lines(rest[..read].iter());
            rest = &rest[read..];
            length += written;
            let ends = match result {
                ReadFieldResult::Field { record_end } => record_end,
                // Empty input tells the reader that this is the end.
                ReadFieldResult::InputEmpty => continue,
                ReadFieldResult::End => break,
                ReadFieldResult::OutputFull => {
                    return Err(self.wrong(line, "a cell is too long", "give numbers"));
                }
            };
            self.text += &String::from_utf8_lossy(&cell[..length]);
            self.ends.push(self.text.len());
            length = 0;
            if width == 0 {
                self.lines.push(line);
            }
            width += 1;
            if !ends {
                continue;
            }
            if self.columns == 0 {
                self.columns = width;
            } else if width != self.columns {
                let width = counted(width, "cell", "cells");
                let what = format!("it has {width}, and the first line has {}", self.columns);
                return Err(self.wrong(line, &what, "give all lines as many"));
            }
            width = 0;
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
        let index = self.heads + row * self.columns + column;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text[start..self.ends[index]].trim()
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

fn ends_of_lines<'b>(bytes: impl Iterator<Item = &'b u8>) -> u64 {
    bytes.filter(|&&byte| byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<String> {
        let table = Table::of("t.csv", text.as_bytes()).expect(text);
        let rows = 0..table.rows();
        let cells = rows.flat_map(|row| (0..table.columns).map(move |column| (row, column)));
        cells
            .map(|(row, column)| table.cell(row, column).to_owned())
            .collect()
    }

    #[test]
    fn tables_are_read_however_they_are_written() {
        for text in [
            "1,2\n3,4\n",
            "1,2\n3,4",
            "1,2\r\n3,4\r\n",
            "1, 2\n\n3 ,4\n\n",
            "\"1\",2\n3,\"4\"",
            "\u{feff}1,2\n3,4",
            "a,\"b,\n c\"\n1,2\n3,4",
        ] {
            assert_eq!(cells(text), ["1", "2", "3", "4"], "{text:?}");
        }
        let table = Table::of("t.csv", b"a,b\n1,2\n\n3,x").expect("a table");
        assert_eq!((table.rows(), table.columns), (2, 2));
        assert_eq!(
            table.names.as_deref(),
            Some(&["a".to_owned(), "b".to_owned()][..])
        );
        assert_eq!(
            table.wrong_cell(1, 1, "and so", "write").to_string(),
            "t.csv:4: error: column 1 (`b`) is \"x\", and so; write"
        );
    }

    #[test]
    fn odd_tables_are_refused() {
        for (text, message) in [
            (String::new(), "t.csv:1: error: it is empty"),
            ("a\n".into(), "t.csv:1: error: it has no rows"),
            (
                "1,2\n3".into(),
                "t.csv:2: error: it has 1 cell, and the first line has 2",
            ),
            (
                format!("1,{}", "2".repeat(LONGEST + 1)),
                "t.csv:1: error: a cell is too long",
            ),
            (
                format!("1,\"{}", "\n".repeat(LONGEST + 1)),
                "t.csv:1: error: a cell is too long",
            ),
        ] {
            let found = Table::of("t.csv", text.as_bytes())
                .expect_err(message)
                .to_string();
            assert!(found.starts_with(message), "{found}");
        }
    }
}
