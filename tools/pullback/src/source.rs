//! What a person hands over: programs, and values in files.

use crate::failure::{Failure, Result};
use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// A program's text and the name that stands in messages.
#[derive(Debug)]
pub struct Source {
    /// The name.
    pub name: String,
    /// The text.
    pub text: String,
}

impl Source {
    /// Reads a file, or standard input for `-`.
    pub fn read(path: &Path) -> Result<Self> {
        let is_stdin = path == Path::new("-");
        let name = match is_stdin {
            true => "<stdin>".to_owned(),
            false => path.display().to_string(),
        };
        let bytes = if is_stdin { stdin() } else { fs::read(path) };
        let bytes = bytes.map_err(|error| unreadable(&name, &error))?;
        Self::decode(name, bytes)
    }

    fn decode(name: String, bytes: Vec<u8>) -> Result<Self> {
        if bytes.starts_with(b"ML\xefR") {
            return Err(Failure::Program(format!(
                "{name}:1:1: error: this is MLIR bytecode; print it as text first, with `pullback-opt {name}`"
            )));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self { name, text }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.as_bytes();
                let before = &bytes[..at];
                let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
                let start = before
                    .iter()
                    .rposition(|&byte| byte == b'\n')
                    .map_or(0, |n| n + 1);
                Err(Failure::Program(format!(
                    "{name}:{line}:{}: error: the byte 0x{:02x} is not UTF-8; save the program as UTF-8 text",
                    at - start + 1,
                    bytes[at]
                )))
            }
        }
    }
}

/// The text of an option, or of the file that it names with `@`.
pub fn text_or_file(option: &str, text: &str) -> Result<String> {
    match text.strip_prefix('@') {
        None => Ok(text.to_owned()),
        Some(path) => fs::read_to_string(path).map_err(|error| {
            Failure::call(
                format!("`{option}` names the file {path}, which cannot be read: {error}"),
                "name a file with JSON in it, or write the JSON itself",
            )
        }),
    }
}

fn stdin() -> io::Result<Vec<u8>> {
    let mut bytes = vec![];
    io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(name: &str, error: &io::Error) -> Failure {
    Failure::call(
        format!("cannot read {name}: {error}"),
        "name a file with a program in it, or - for standard input",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_is_no_text_is_located() {
        let failure = Source::decode("a.mlir".into(), b"one\ntwo \xff".to_vec()).unwrap_err();
        assert_eq!(failure.status(), 1);
        assert_eq!(
            failure.to_string(),
            "a.mlir:2:5: error: the byte 0xff is not UTF-8; save the program as UTF-8 text"
        );
    }
}
